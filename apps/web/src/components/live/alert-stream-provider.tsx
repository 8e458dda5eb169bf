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
  INITIAL_STREAM,
  type AlertStream,
  type AlertStreamState,
} from './alert-stream.ts';

const StreamContext = createContext<AlertStream | null>(null);

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
  const [stream] = useState(() =>
    createAlertStream({
      after,
      // Where the session has ended, this call asks the person to sign in again.
      onRefused: () => void client.users.me.query().catch(() => undefined),
    }),
  );
  useEffect(() => {
    stream.start();
    return () => {
      stream.stop();
    };
  }, [stream]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

export function useAlertStream(): AlertStreamState {
  const stream = use(StreamContext);
  if (!stream) throw new Error('useAlertStream needs an AlertStreamProvider above it.');
  return useSyncExternalStore(stream.subscribe, stream.state, () => INITIAL_STREAM);
}
