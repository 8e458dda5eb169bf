import type { ReactNode } from 'react';
import manifest from '../../../package.json' with { type: 'json' };
import { requireSession } from '../../auth/current-session.ts';
import { SessionExpired } from '../../auth/session-expired.tsx';
import { Providers } from '../../components/providers.tsx';
import { SideNavigation, TabBar } from '../../components/shell/navigation.tsx';
import { TopBar } from '../../components/shell/top-bar.tsx';
import { UserMenu } from '../../components/shell/user-menu.tsx';
import { serverApi, serverQueryClient } from '../../lib/server-api.ts';

/** Where the live alerts of this page begin, so that none is between what is rendered and the stream. */
async function alertsHead(): Promise<number | null> {
  try {
    const api = await serverApi();
    const { asOf } = await serverQueryClient().query(api.alerts.list.queryOptions({ limit: 1 }));
    return asOf;
  } catch {
    return null;
  }
}

/** The frame of every view; whoever has not signed in is asked to. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user } = await requireSession();
  return (
    <Providers viewer={user} alertsHead={await alertsHead()} renderedAt={Date.now()}>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <div className="app">
        <SideNavigation version={manifest.version} />
        <div className="main">
          <TopBar>
            <UserMenu />
          </TopBar>
          <main id="content" style={{ display: 'contents' }}>
            {children}
          </main>
        </div>
      </div>
      <TabBar />
      <SessionExpired username={user.username} />
    </Providers>
  );
}
