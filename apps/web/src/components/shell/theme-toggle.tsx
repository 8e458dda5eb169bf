'use client';

import { SYSTEM_THEME, THEMES } from './themes.ts';
import { useChosenTheme } from './use-chosen-theme.ts';

/** From the system's theme to light, to dark, and back. */
export function ThemeToggle() {
  const { theme, choose } = useChosenTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? SYSTEM_THEME;
  const { icon: Icon } = theme;
  const label = `Theme: ${theme.title.toLowerCase()}`;
  return (
    <button
      type="button"
      className="btn icon ghost max-md:hidden"
      aria-label={label}
      title={label}
      onClick={() => {
        choose(next.name);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
}
