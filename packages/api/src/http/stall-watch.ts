/** Why the signal of a request aborts whose client takes nothing. */
export const STALLED = new DOMException('The client took nothing for too long.', 'TimeoutError');

/** As for event streams. */
export const STALL_MS = 30_000;

/** In the time that a client may take nothing. */
const LOOKS = 30;

export interface StallOptions {
  /** How long a client may take nothing, in ms. */
  stallMs: number;
  /** It took nothing for so long: has to end the answer. */
  onStall: () => void;
}

/**
 * Looks at what a client has yet to take, until it is told to stop. Looks at it are counted, and not the
 * time between them: after a pause of this process, it is not the client that has to answer for it.
 *
 * @param left differs from what it was before when the client has taken something
 */
export function watchForStall(left: () => number, { stallMs, onStall }: StallOptions): () => void {
  let known = left();
  let unmoved = 0;
  const timer = setInterval(() => {
    const now = left();
    unmoved = now === known ? unmoved + 1 : 0;
    known = now;
    if (unmoved === LOOKS) onStall();
  }, stallMs / LOOKS);
  return () => {
    clearInterval(timer);
  };
}
