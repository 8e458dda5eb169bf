import { useEffect, useEffectEvent } from 'react';
import { loadFailureOf } from '../../lib/problem.ts';

const AGAIN_MS = 5_000;

export interface FailureProps {
  what: string;
  /** Another one after each attempt that failed. */
  error: unknown;
  onRetry: () => void;
}

/** What is said of a failure; tries again every few seconds where it passes by itself. */
export function useRetry({
  error,
  onRetry,
}: Omit<FailureProps, 'what'>): ReturnType<typeof loadFailureOf> {
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
