'use client';

import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { SYSTEM_THEME, THEMES, type Theme } from './themes.ts';

const noChange = (): (() => void) => () => undefined;

/** What the person has chosen; the system's while the server renders, which does not know. */
export function useChosenTheme(): { theme: Theme; choose: (name: string) => void } {
  const { theme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  const chosen = inBrowser ? THEMES.find(({ name }) => name === theme) : undefined;
  return { theme: chosen ?? SYSTEM_THEME, choose: setTheme };
}
