'use client';

import type { ReactNode } from 'react';
import { useFormat } from '../locale-provider.tsx';

/** A time in any words, with the exact one on hover. */
export function ExactTime({
  time,
  className,
  children,
}: {
  time: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const format = useFormat();
  return (
    <time dateTime={time} title={format.exact(time)} {...(className ? { className } : {})}>
      {children}
    </time>
  );
}
