/**
 * A `fetch` that looks at every answer on its way: a part that is away may make the API refuse, with 503 and
 * the time to wait; a network that stands still may make a request arrive too late, which is 408. Nothing
 * else may come of it.
 */
export function watchAnswers(complain: (detail: string) => void): {
  fetch: typeof fetch;
  /** Answers so far, by status. */
  counts: ReadonlyMap<number, number>;
} {
  const counts = new Map<number, number>();
  return {
    counts,
    async fetch(input, init) {
      const response = await fetch(input, init);
      const { status } = response;
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (status < 400) return response;
      const refusesForNow = status === 503 && response.headers.has('retry-after');
      if (!refusesForNow && status !== 408) {
        const url = input instanceof Request ? input.url : input.toString();
        const body = await response.clone().text();
        complain(`${String(status)} to ${url}: ${body.slice(0, 300)}`);
      }
      return response;
    },
  };
}
