'use client';

import { useEffect, useMemo } from 'react';
import { useClock } from '../../lib/use-clock.ts';
import { useRefresh } from '../../lib/use-refresh.ts';
import { FiguresAge } from './figures-age.tsx';
import { MakesToday } from './makes-today.tsx';
import { NewestAlerts } from './newest-alerts.tsx';
import { PerMinute } from './per-minute.tsx';
import { Pipeline } from './pipeline.tsx';
import { Totals } from './totals.tsx';

const MINUTE_MS = 60_000;

/** What happens now, at a glance. The person's day goes from `today` to `tomorrow`, in ms since 1970. */
export function Overview({ today, tomorrow }: { today: number; tomorrow: number }) {
  const refresh = useRefresh();
  const now = useClock((time) => Math.floor(time / MINUTE_MS) * MINUTE_MS);
  useEffect(() => {
    // Each minute anew: by the server's clock, it may still be the day before.
    if (now >= tomorrow) refresh();
  }, [now, tomorrow, refresh]);
  const time = useMemo(() => ({ now, today }), [now, today]);
  return (
    <div className="view">
      <FiguresAge time={time} />
      <Totals time={time} />
      <div className="grid12 fill">
        <div className="stack" style={{ gridColumn: 'span 8' }}>
          <PerMinute time={time} />
          <div className="grid12 sub">
            <MakesToday time={time} />
            <Pipeline />
          </div>
        </div>
        <NewestAlerts time={time} />
      </div>
    </div>
  );
}
