import { dehydrate } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import manifest from '../../../package.json' with { type: 'json' };
import { requireSession } from '../../auth/current-session.ts';
import { SessionExpired } from '../../auth/session-expired.tsx';
import { ExportProgress } from '../../components/export/export-progress.tsx';
import { Providers } from '../../components/providers.tsx';
import { SideNavigation, TabBar } from '../../components/shell/navigation.tsx';
import { ServerAway } from '../../components/shell/server-away.tsx';
import { TopBar } from '../../components/shell/top-bar.tsx';
import { UserMenu } from '../../components/shell/user-menu.tsx';
import { TimeZone } from '../../components/time-zone.tsx';
import { createQueryClient } from '../../lib/query-client.ts';
import { serverApi } from '../../lib/server-api.ts';

/**
 * Where the live alerts of this page begin, so that none is between what is rendered and the stream, and
 * how far the person has seen them.
 */
async function knownAlerts() {
  const api = await serverApi();
  // Of the frame alone: what the views ask for goes with them.
  const client = createQueryClient();
  const [newest] = await Promise.allSettled([
    client.query(api.alerts.list.queryOptions({ limit: 1 })),
    client.query(api.alerts.seen.queryOptions()),
  ]);
  return {
    head: newest.status === 'fulfilled' ? newest.value.asOf : null,
    state: dehydrate(client),
  };
}

const END = 'end';

/** The frame of every view; whoever has not signed in is asked to. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user } = await requireSession();
  const { head, state } = await knownAlerts();
  return (
    <Providers viewer={user} alertsHead={head} state={state} renderedAt={Date.now()}>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <div className="app">
        <SideNavigation version={manifest.version} />
        <div className="main">
          <TopBar>
            <UserMenu />
          </TopBar>
          <ServerAway />
          <main id="content" style={{ display: 'contents' }}>
            {children}
          </main>
        </div>
      </div>
      <TabBar />
      <ExportProgress />
      <TimeZone />
      <SessionExpired username={user.username} />
      {/* Nothing is shown before all of it is there: what comes last would move what was shown. */}
      <link rel="expect" href={`#${END}`} blocking="render" />
      <span id={END} hidden />
    </Providers>
  );
}
