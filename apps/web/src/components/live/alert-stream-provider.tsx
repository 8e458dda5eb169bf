'use client';

import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import {
  createAlertStream,
  initialState,
  type AlertStream,
  type AlertStreamState,
} from './alert-stream.ts';

const StreamContext = createContext<{ stream: AlertStream; atFirst: AlertStreamState } | null>(
  null,
);

/** One stream for the whole dashboard, however many views look at it. */
export function AlertStreamProvider({
  after,
  children,
}: {
  /** Number of the newest alert when the page was rendered. */
  after: number | null;
  children: ReactNode;
}) {
  const client = useTRPCClient();
  const [value] = useState(() => ({
    stream: createAlertStream({
      after,
      askForHead: async () => (await client.alerts.list.query({ limit: 1 })).asOf,
    }),
    atFirst: initialState(after),
  }));
  useEffect(() => {
    value.stream.start();
    return () => {
      value.stream.stop();
    };
  }, [value]);
  return <StreamContext value={value}>{children}</StreamContext>;
}

export function useAlertStream(): AlertStreamState {
  const value = use(StreamContext);
  if (!value) throw new Error('useAlertStream needs an AlertStreamProvider above it.');
  const { stream, atFirst } = value;
  return useSyncExternalStore(stream.subscribe, stream.state, () => atFirst);
}
