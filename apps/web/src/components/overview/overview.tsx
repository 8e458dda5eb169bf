'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useNow } from '../../lib/use-now.ts';
import { MakesToday } from './makes-today.tsx';
import { NewestAlerts } from './newest-alerts.tsx';
import { PerMinute } from './per-minute.tsx';
import { Pipeline } from './pipeline.tsx';
import { Totals } from './totals.tsx';

const LONGEST_DAY_MS = 25 * 3_600_000;

/** What happens now, at a glance. `now` and `today` are those of the server when it rendered the page. */
export function Overview({ now: renderedAt, today }: { now: number; today: number }) {
  const router = useRouter();
  const now = useNow(renderedAt);
  const dayIsOver = now > today + LONGEST_DAY_MS;
  useEffect(() => {
    if (dayIsOver) router.refresh();
  }, [dayIsOver, router]);
  const time = { now, today };
  return (
    <div className="view">
      <Totals time={time} />
      <div className="grid12 fill">
        <div className="stack" style={{ gridColumn: 'span 8' }}>
          <PerMinute time={time} />
          <div className="grid12 sub">
            <MakesToday time={time} />
            <Pipeline time={time} />
          </div>
        </div>
        <NewestAlerts time={time} />
      </div>
    </div>
  );
}
