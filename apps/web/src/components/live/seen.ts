'use client';

import type { AlertsSeen } from '@intellisite/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useAlertStream } from './alert-stream-provider.tsx';

const CHANNEL = 'alerts-seen';

/** Notes that all alerts up to a number were seen; calls back when that could not be noted. */
export function useSee(onFailure?: () => void): (seq: number) => void {
  const api = useTRPC();
  const client = useQueryClient();
  const { mutate } = useMutation(api.alerts.see.mutationOptions());
  return useCallback(
    (seq) => {
      const { queryKey } = api.alerts.seen.queryOptions();
      // An answer that is on its way is of before.
      void client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (known) => further(known, seq));
      mutate(
        { seq },
        {
          onSuccess: () => {
            const tabs = new BroadcastChannel(CHANNEL);
            tabs.postMessage(seq);
            tabs.close();
          },
          onError: () => {
            void client.invalidateQueries({ queryKey });
            onFailure?.();
          },
        },
      );
    },
    [api, client, mutate, onFailure],
  );
}

/** Follows what the person sees in other tabs, and begins to count for who has never looked. */
export function useSeenFollower(): void {
  const api = useTRPC();
  const client = useQueryClient();
  const see = useSee();
  const { head } = useAlertStream();
  const { data } = useQuery(api.alerts.seen.queryOptions());

  useEffect(() => {
    const tabs = new BroadcastChannel(CHANNEL);
    tabs.onmessage = ({ data: seq }: MessageEvent<number>) => {
      client.setQueryData(api.alerts.seen.queryOptions().queryKey, (known) => further(known, seq));
    };
    return () => {
      tabs.close();
    };
  }, [api, client]);

  const neverLooked = data?.seq === null;
  useEffect(() => {
    if (neverLooked && head !== null) see(head);
  }, [neverLooked, head, see]);
}

/** What was seen stays seen. */
function further(known: AlertsSeen | undefined, seq: number): AlertsSeen {
  return { seq: Math.max(known?.seq ?? 0, seq) };
}
