'use client';

import type { Alert } from '@intellisite/contracts';
import Link from 'next/link';
import { memo } from 'react';
import { HostileText } from '../ui/hostile-text.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

/** An alert in the list; leads to the detection that raised it. */
export const AlertLine = memo(function AlertLine({
  alert,
  unseen,
  missed,
  selected = false,
  top,
}: {
  alert: Alert;
  unseen: boolean;
  /** Whether it was raised while the connection was lost. */
  missed: boolean;
  /** Whether it is the one that was asked for. */
  selected?: boolean;
  /** Where it is in a list that places its lines, in px. */
  top?: number;
}) {
  return (
    <li
      className={`al ${unseen ? 'unseen' : ''} ${selected ? 'selected' : ''}`}
      {...(selected ? { 'aria-current': true as const } : {})}
      {...(top === undefined ? {} : { style: { top } })}
    >
      {unseen ? (
        <span className="seen-dot">
          <span className="sr">Not seen</span>
        </span>
      ) : (
        <span className="seen-no" />
      )}
      <div className="grow">
        <Link
          className="t block"
          prefetch={false}
          href={`/dashboard/detections?id=${String(alert.detectionId)}`}
        >
          <span className="yr">{alert.year}</span>{' '}
          <HostileText text={`${alert.make} ${alert.model}`} />
        </Link>
        <div className="s">
          {alert.source === null ? 'no camera named' : <HostileText text={alert.source} />}
        </div>
      </div>
      <div className="end">
        <RelativeTime time={alert.timestamp} />
        <span className="status attention">
          {missed ? <span className="tag attention">missed</span> : null}
          <span className="alert-mark" />
          <HostileText text={alert.categories.join(', ')} className="cut" />
        </span>
      </div>
    </li>
  );
});
