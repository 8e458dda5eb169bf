'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { FindButton } from '../palette/find-button.tsx';
import { Brand } from './brand.tsx';
import { StreamPill } from './stream-pill.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { titleOf } from './views.ts';

/** The title of the view, the live connection, and what concerns the person. */
export function TopBar({ children }: { children: ReactNode }) {
  return (
    <header className="top">
      <Brand className="md:hidden" />
      <h1>{titleOf(usePathname())}</h1>
      <span className="grow" />
      <StreamPill />
      <FindButton />
      <ThemeToggle />
      {children}
    </header>
  );
}
