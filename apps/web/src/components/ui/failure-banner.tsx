'use client';

import { CircleAlert } from 'lucide-react';
import { useRetry, type FailureProps } from './use-retry.ts';

/** Says beside what is there already that the rest could not be loaded, and tries again. */
export function FailureBanner({ what, error, onRetry }: FailureProps) {
  const { text, passes } = useRetry({ error, onRetry });
  return (
    <div className="banner attention flush items-center" role="alert">
      <CircleAlert className="i" aria-hidden />
      <p className="grow">
        <b>{what} could not be loaded.</b> {text}
      </p>
      <button type="button" className="btn" onClick={onRetry}>
        {passes ? 'Try now' : 'Try again'}
      </button>
    </div>
  );
}
