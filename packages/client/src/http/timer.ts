/** A timer for longer than this fires at once: its time is kept in 31 bits. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Calls `run` after so many milliseconds, be they many months; never, when they are not finite.
 *
 * @returns takes it back
 */
export function startTimer(ms: number, run: () => void): () => void {
  if (!Number.isFinite(ms)) return () => undefined;
  let timer: ReturnType<typeof setTimeout>;
  let left = ms;
  function goOn(): void {
    const part = Math.min(left, LONGEST_MS);
    left -= part;
    timer = setTimeout(left > 0 ? goOn : run, part);
  }
  goOn();
  return () => {
    clearTimeout(timer);
  };
}
