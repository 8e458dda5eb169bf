'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';
import { StreamPill } from './stream-pill.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { VIEWS } from './views.ts';

/** The title of the view, the live connection, and what concerns the person. */
export function TopBar({ children }: { children: ReactNode }) {
  const path = usePathname();
  const title = VIEWS.find((view) => view.path === path)?.title ?? '';
  return (
    <header className="top">
      <Brand className="m-only" />
      <h1>{title}</h1>
      <span className="grow" />
      <StreamPill />
      <ThemeToggle />
      {children}
    </header>
  );
}
