'use client';

import type { AppRouter } from '@intellisite/api';
import { hydrate, QueryClientProvider, type DehydratedState } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState, type ReactNode } from 'react';
import { callLinks } from '../lib/call-links.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { TRPCProvider } from '../lib/trpc.ts';
import { RenderedAtContext } from '../lib/use-clock.ts';
import { AlertSignals } from './live/alert-signals.tsx';
import { AlertStreamProvider } from './live/alert-stream-provider.tsx';
import { CommandsProvider } from './palette/commands-provider.tsx';
import { SeenProvider } from './live/seen-provider.tsx';
import { UnseenMark } from './live/unseen-mark.tsx';
import { ToastProvider } from './ui/toasts.tsx';
import { ViewerProvider, type Viewer } from './viewer-provider.tsx';

/** What the pages of the dashboard share: data, the live alerts, toasts. */
export function Providers({
  viewer,
  alertsHead,
  state,
  renderedAt,
  children,
}: {
  viewer: Viewer;
  /** Number of the newest alert when the page was rendered; null where that is not known. */
  alertsHead: number | null;
  /** What the server has asked for already. */
  state: DehydratedState;
  /** When the page was rendered, in ms since 1970. */
  renderedAt: number;
  children: ReactNode;
}) {
  const [queryClient] = useState(() => {
    const client = createQueryClient();
    hydrate(client, state);
    return client;
  });
  const [trpcClient] = useState(() => createTRPCClient<AppRouter>({ links: callLinks() }));
  return (
    <RenderedAtContext value={renderedAt}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <NuqsAdapter>
            <AlertStreamProvider after={alertsHead}>
              <SeenProvider>
                <UnseenMark />
                <ViewerProvider viewer={viewer}>
                  <ToastProvider>
                    <AlertSignals />
                    <CommandsProvider>{children}</CommandsProvider>
                  </ToastProvider>
                </ViewerProvider>
              </SeenProvider>
            </AlertStreamProvider>
          </NuqsAdapter>
        </TRPCProvider>
      </QueryClientProvider>
    </RenderedAtContext>
  );
}
