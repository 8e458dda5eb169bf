'use client';

import { focusManager } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { staleSince, type LiveAnswer } from './stale-since.ts';
import { useClock } from './use-clock.ts';

/** `staleSince` of answers that are asked for again and again while the page is in sight. */
export function useStaleSince(answers: readonly LiveAnswer[]): number | null {
  const [inSightSince, setInSightSince] = useState(Date.now);
  useEffect(
    () =>
      focusManager.subscribe((isInSight) => {
        if (isInSight) setInSightSince(Date.now());
      }),
    [],
  );
  return useClock((now) => staleSince(answers, { now, inSightSince }));
}
