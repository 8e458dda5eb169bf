'use client';

import type { System } from '@intellisite/contracts';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { StaleBanner } from '../ui/stale-banner.tsx';
import { ailmentsOf } from './ailments.ts';

/** What is not as it should be, above everything else; nothing while all is well. */
export function Condition({
  system,
  staleSince,
}: {
  system: System | undefined;
  /** When the figures were read, where they could not be read again since; in ms. */
  staleSince: number | null;
}) {
  const format = useFormat();
  const ailments = system ? ailmentsOf(system, format) : [];
  return (
    <div role="status" className={staleSince !== null || ailments.length > 0 ? 'stack' : 'sr'}>
      {staleSince === null ? null : <StaleBanner since={staleSince} />}
      {ailments.map(({ kind, title, text }, index) => (
        <div key={index} className={`banner ${kind}`}>
          {kind === 'danger' ? (
            <CircleAlert className="i" aria-hidden />
          ) : (
            <TriangleAlert className="i" aria-hidden />
          )}
          <div className="grow">
            <b>{title}</b> <span className="ink-2">{text}</span>
          </div>
        </div>
      ))}
    </div>
  );
}
