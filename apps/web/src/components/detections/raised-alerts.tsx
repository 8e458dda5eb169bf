'use client';

import type { DetectionWithAlerts } from '@intellisite/contracts';
import { BellOff, ChevronRight, RotateCw, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { alertHref } from '../alerts/alert-params.ts';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from '../ui/exact-time.tsx';

/** The alerts that a detection raised; each leads to its place in the list of alerts. */
export function RaisedAlerts({
  alerts,
  failed,
  onRetry,
}: {
  /** Undefined: not known yet. */
  alerts: DetectionWithAlerts['alerts'] | undefined;
  failed: boolean;
  onRetry: () => void;
}) {
  const format = useFormat();
  if (failed) {
    return (
      <div className="banner">
        <p className="grow">Whether it raised an alert could not be asked.</p>
        <button type="button" className="btn s" onClick={onRetry}>
          <RotateCw className="i i-s" aria-hidden />
          Try again
        </button>
      </div>
    );
  }
  // As high as one alert, which is what most have.
  if (!alerts) return <span className="sk h-15" />;
  if (alerts.length === 0) {
    return (
      <div className="banner h-15">
        <BellOff className="i ink-3" aria-hidden />
        <div className="grow">
          <b>No alert</b>
          <p>It matched no rule when it was indexed.</p>
        </div>
      </div>
    );
  }
  return (
    <ul className="grid gap-2">
      {alerts.map(({ seq, rule, ruleVersion, raisedAt }) => (
        <li key={seq}>
          <Link className="banner attention min-h-15" prefetch={false} href={alertHref(seq)}>
            <TriangleAlert className="i" aria-hidden />
            <div className="grow">
              <b>Raised alert {format.count(seq)}</b>
              <p>
                {rule}, version {ruleVersion}, at{' '}
                <ExactTime time={raisedAt}>{format.clock(raisedAt)}</ExactTime>
              </p>
            </div>
            <ChevronRight className="i" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
