'use client';

import { CloudOff } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from './exact-time.tsx';

/** Says of when the figures below are, where newer ones cannot be had. Stands in a live region. */
export function StaleBanner({ since }: { /** In ms since 1970. */ since: number }) {
  const format = useFormat();
  return (
    <div className="banner attention">
      <CloudOff className="i" aria-hidden />
      <div className="grow">
        <b>
          These figures are of{' '}
          <ExactTime time={new Date(since).toISOString()}>{format.clock(since)}</ExactTime>.
        </b>{' '}
        <span className="ink-2">The server does not answer. It is asked again by itself.</span>
      </div>
    </div>
  );
}
