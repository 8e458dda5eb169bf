const MIN_MS = 1_000;
const MAX_MS = 5_000;
const HEALTHY_MS = 10_000;

/** Pauses between attempts: from 1 s doubling to 5 s, from the start again after 10 s of health. */
export interface BackOff {
  /** @param healthyMs how long the attempt that just ended had worked. */
  next(healthyMs: number): number;
}

export function createBackOff(): BackOff {
  let failures = 0;
  return {
    next(healthyMs) {
      failures = healthyMs >= HEALTHY_MS ? 0 : failures;
      const delay = Math.min(MAX_MS, MIN_MS * 2 ** failures);
      failures += 1;
      // Several members that lost the same broker should not all come back in the same instant.
      return delay * (0.8 + 0.2 * Math.random());
    },
  };
}
