'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo, type ReactNode } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useAlertStream } from './alert-stream-provider.tsx';

/** Other devices of the person may have seen more. */
const LOOK_EVERY_MS = 10_000;

interface Seen {
  /** The last alert that was seen. */
  upTo: number;
  /** How many came after it: numbers have no gaps. */
  unseen: number;
}

const SeenContext = createContext<Seen | null>(null);

/**
 * How far the person has seen the alerts, on any device. For who has never looked, and while it is not
 * known, all that there is counts as seen. Worked out once for each alert, however many show it.
 */
export function SeenProvider({ children }: { children: ReactNode }) {
  const { head } = useAlertStream();
  const { data } = useQuery({
    ...useTRPC().alerts.seen.queryOptions(),
    refetchInterval: LOOK_EVERY_MS,
    // The title of a tab counts also while nobody looks at its page.
    refetchIntervalInBackground: true,
  });
  const newest = head ?? 0;
  const upTo = Math.min(newest, data?.seq ?? newest);
  const unseen = newest - upTo;
  const value = useMemo(() => ({ upTo, unseen }), [upTo, unseen]);
  return <SeenContext value={value}>{children}</SeenContext>;
}

export function useSeen(): Seen {
  const seen = use(SeenContext);
  if (!seen) throw new Error('useSeen needs a SeenProvider above it.');
  return seen;
}
