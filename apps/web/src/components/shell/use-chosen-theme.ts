'use client';

import { useTheme } from 'next-themes';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { SYSTEM_THEME, THEMES, type Theme } from './themes.ts';

/** What the person has chosen; the system's while the server renders, which does not know. */
export function useChosenTheme(): { theme: Theme; choose: (name: string) => void } {
  const { theme, setTheme } = useTheme();
  const inBrowser = useHydrated();
  const chosen = inBrowser ? THEMES.find(({ name }) => name === theme) : undefined;
  return { theme: chosen ?? SYSTEM_THEME, choose: setTheme };
}
