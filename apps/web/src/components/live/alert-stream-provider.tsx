'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import { useRefresh } from '../../lib/use-refresh.ts';
import {
  createAlertStream,
  initialState,
  type AlertStream,
  type AlertStreamState,
} from './alert-stream.ts';

/** Nothing that works takes so long to say where it stands. */
const PATIENCE_MS = 10_000;

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
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  const [value] = useState(() => ({
    stream: createAlertStream({
      after,
      async askForHead() {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        const { asOf } = await client.alerts.list.query({ limit: 1 }, { signal });
        return asOf;
      },
      onReset() {
        // Whatever was asked for is of a database that is gone, and so are the pages that the browser keeps.
        void queryClient.resetQueries().then(refresh);
      },
      onAccessChange: refresh,
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
  const { stream, atFirst } = useStream();
  return useSyncExternalStore(stream.subscribe, stream.state, () => atFirst);
}

/** `resets` of the stream, for what need not be rendered anew with each alert. */
export function useResets(): number {
  const { stream, atFirst } = useStream();
  return useSyncExternalStore(
    stream.subscribe,
    () => stream.state().resets,
    () => atFirst.resets,
  );
}

function useStream(): { stream: AlertStream; atFirst: AlertStreamState } {
  const value = use(StreamContext);
  if (!value) throw new Error('The alert stream needs an AlertStreamProvider above it.');
  return value;
}
