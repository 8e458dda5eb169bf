'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { Blank } from './blank.tsx';
import { useRetry, type FailureProps } from './use-retry.ts';

/** Says that something could not be loaded and why, and tries again by itself where that may help. */
export function Failure({ what, error, onRetry }: FailureProps) {
  const { text, passes, reference } = useRetry({ error, onRetry });
  return (
    <Blank
      icon={CircleAlert}
      title={`${what} could not be loaded`}
      text={`${text}${passes ? ' The page tries again every few seconds.' : ''}`}
      alert
      actions={
        <button type="button" className="btn" onClick={onRetry}>
          <RotateCw className="i" aria-hidden />
          {passes ? 'Try now' : 'Try again'}
        </button>
      }
    >
      {reference === null ? null : <p className="small ink-3">{reference}</p>}
    </Blank>
  );
}
