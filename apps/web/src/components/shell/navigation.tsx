'use client';

import { Ellipsis } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { Menu } from '../ui/menu.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { Brand } from './brand.tsx';
import { UnseenCount } from './unseen-count.tsx';
import { ALERTS, administrationViews, VIEWS, type View } from './views.ts';

function ViewLinks({ views }: { views: readonly View[] }) {
  const current = usePathname();
  return views.map(({ path, title, icon: Icon }) => (
    <Link
      key={path}
      href={path}
      title={title}
      {...(current === path ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon className="i" aria-hidden />
      <span>{title}</span>
      {path === ALERTS ? <UnseenCount /> : null}
      <OnTheWay />
    </Link>
  ));
}

/** Shown while the view that was asked for does not come at once. */
function OnTheWay() {
  const { pending } = useLinkStatus();
  return pending ? <i className="on-the-way" role="progressbar" aria-label="Loading" /> : null;
}

/** The side bar; a rail of icons where there is less room. */
export function SideNavigation({ version }: { version: string }) {
  const administration = administrationViews(useViewer().role);
  return (
    <aside className="side">
      <div className="side-in">
        <Brand />
        <nav className="nav" aria-label="Views">
          <ViewLinks views={VIEWS} />
        </nav>
        {administration.length === 0 ? null : (
          <nav className="nav" aria-label="Administration">
            <div className="nav-h">Administration</div>
            <ViewLinks views={administration} />
          </nav>
        )}
        <div className="side-foot">
          <span>Version {version}</span>
          <span>
            <a className="link" href="/docs">
              API documentation
            </a>
          </span>
        </div>
      </div>
    </aside>
  );
}

/** What has no place of its own in the bar of a phone. */
function MoreViews({ views }: { views: readonly View[] }) {
  const current = usePathname();
  return (
    <Menu
      isCurrent={views.some(({ path }) => path === current)}
      offset={8}
      button={
        <>
          <Ellipsis className="i" aria-hidden />
          <span>More</span>
        </>
      }
    >
      {({ Item }) =>
        views.map(({ path, title, icon: Icon }) => (
          <Item key={path} asChild>
            <Link className="opt min-h-11" href={path}>
              <Icon className="i" aria-hidden />
              {title}
            </Link>
          </Item>
        ))
      }
    </Menu>
  );
}

/** The bar at the bottom of a phone. */
export function TabBar() {
  const administration = administrationViews(useViewer().role);
  return (
    <nav className="tabs-m" aria-label="Views">
      <ViewLinks views={VIEWS} />
      {administration.length === 0 ? null : <MoreViews views={administration} />}
    </nav>
  );
}
