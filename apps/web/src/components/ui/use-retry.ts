import { useEffect, useEffectEvent } from 'react';
import { loadFailureOf } from '../../lib/problem.ts';

const AGAIN_MS = 5_000;

/**
 * What is said of a failure; tries again every few seconds where it passes by itself.
 *
 * @param error another one after each attempt that failed
 */
export function useRetry(error: unknown, onRetry: () => void): ReturnType<typeof loadFailureOf> {
  const failure = loadFailureOf(error);
  const { passes } = failure;
  const retry = useEffectEvent(onRetry);

  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(() => {
      retry();
    }, AGAIN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [passes, error]);

  return failure;
}
