'use client';

import { useClock } from '../../lib/use-clock.ts';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from './exact-time.tsx';

/** How long ago something was. */
export function RelativeTime({ time, className }: { time: string; className?: string }) {
  const format = useFormat();
  const text = useClock((now) => format.relative(time, now));
  return (
    <ExactTime time={time} className={className}>
      {text}
    </ExactTime>
  );
}
