'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Brand } from './brand.tsx';
import { VIEWS } from './views.ts';

function ViewLinks() {
  const current = usePathname();
  return VIEWS.map(({ path, title, icon: Icon }) => (
    <Link
      key={path}
      href={path}
      title={title}
      {...(current === path ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon className="i" aria-hidden />
      <span>{title}</span>
    </Link>
  ));
}

/** The side bar; a rail of icons where there is less room. */
export function SideNavigation({ version }: { version: string }) {
  return (
    <aside className="side">
      <div className="side-in">
        <Brand />
        <nav className="nav" aria-label="Views">
          <ViewLinks />
        </nav>
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

/** The bar at the bottom of a phone. */
export function TabBar() {
  return (
    <nav className="tabs-m" aria-label="Views">
      <ViewLinks />
    </nav>
  );
}
