'use client';

import { useClock } from '../../lib/use-clock.ts';
import { useFormat } from '../locale-provider.tsx';

/** How long ago something was, with the exact time on hover. */
export function RelativeTime({ time, className }: { time: string; className?: string }) {
  const format = useFormat();
  const text = useClock((now) => format.relative(time, now));
  return (
    <time dateTime={time} title={format.exact(time)} {...(className ? { className } : {})}>
      {text}
    </time>
  );
}
