'use client';

import { CloudOff, LoaderCircle, Unplug } from 'lucide-react';
import { useClock } from '../../lib/use-clock.ts';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import { useFormat } from '../locale-provider.tsx';

/** How the live connection is, always in sight: never "Live" when it is not. */
export function StreamPill() {
  const { connection, lastEventAt, outages } = useAlertStream();
  const outage = outages.at(-1);
  const format = useFormat();
  const lastEvent = useClock((now) =>
    lastEventAt === null ? '' : `last event ${format.relative(lastEventAt, now)}`,
  );
  switch (connection.status) {
    case 'connecting':
      return (
        <span className="stream" role="status">
          <LoaderCircle className="i" aria-hidden />
          <span>Connecting</span>
        </span>
      );
    case 'live':
      return (
        <span
          className="stream"
          role="status"
          title={`Connected since ${format.clock(connection.since)}.${outage ? ` Lost at ${format.clock(outage.from)} for ${format.duration(outage.to - outage.from)}.` : ''}`}
        >
          <span className="live-dot" aria-hidden />
          <b>Live</b>
          <span className="max-md:hidden" aria-hidden>
            {lastEvent || `since ${format.clock(connection.since)}`}
          </span>
        </span>
      );
    case 'reconnecting':
      return (
        <span className="stream attention" role="status" title={connection.reason ?? undefined}>
          <CloudOff className="i mark-attention" aria-hidden />
          <b>Reconnecting</b>
          <span className="max-md:hidden">lost at {format.clock(connection.since)}</span>
        </span>
      );
    case 'ended':
      return (
        <span className="stream danger" role="status">
          <Unplug className="i mark-danger" aria-hidden />
          <b>Ended</b>
          <span className="max-md:hidden">sign in again</span>
        </span>
      );
  }
}
