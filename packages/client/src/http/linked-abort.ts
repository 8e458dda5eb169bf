/** Something that can be aborted, by itself and by others. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Lets go of the others, who may outlive it by far. */
  release(): void;
}

/** Aborts with the first of `sources` that aborts, and for the same reason. */
export function linkAbort(...sources: readonly (AbortSignal | undefined)[]): LinkedAbort {
  const controller = new AbortController();
  const links = sources
    .filter((source) => source !== undefined)
    .map((source) => ({
      source,
      follow: () => {
        controller.abort(source.reason);
      },
    }));
  for (const { source, follow } of links) {
    if (source.aborted) follow();
    else source.addEventListener('abort', follow, { once: true });
  }
  return {
    signal: controller.signal,
    abort(reason) {
      controller.abort(reason);
    },
    release() {
      for (const { source, follow } of links) source.removeEventListener('abort', follow);
    },
  };
}
