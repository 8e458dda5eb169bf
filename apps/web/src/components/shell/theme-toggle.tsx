'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';

const THEMES = [
  { name: 'system', label: 'follow the system', icon: Monitor },
  { name: 'light', label: 'light', icon: Sun },
  { name: 'dark', label: 'dark', icon: Moon },
] as const;

const noChange = (): (() => void) => () => undefined;

/** From the system's theme to light, to dark, and back. */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  // The server does not know what the browser has chosen.
  const inBrowser = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  const at = inBrowser
    ? Math.max(
        0,
        THEMES.findIndex(({ name }) => name === theme),
      )
    : 0;
  const current = THEMES[at] ?? THEMES[0];
  const next = THEMES[(at + 1) % THEMES.length] ?? THEMES[0];
  const { icon: Icon } = current;
  const label = `Theme: ${current.label}`;
  return (
    <button
      type="button"
      className="btn icon ghost m-hide"
      aria-label={label}
      title={label}
      onClick={() => {
        setTheme(next.name);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
}
