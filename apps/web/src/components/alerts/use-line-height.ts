'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { useHydrated } from '../../lib/use-hydrated.ts';

/** Of a line, in rem, as `.alert-lines` in alerts.css has it. */
const WIDE_REM = 2.125;
const NARROW_REM = 3.5;
const NARROW = '(max-width: 47.99rem)';
/** What the server takes a rem for. */
const USUAL_REM_PX = 16;

let narrow: MediaQueryList | undefined;

function narrowScreen(): MediaQueryList {
  narrow ??= matchMedia(NARROW);
  return narrow;
}

function subscribe(listener: () => void): () => void {
  const screen = narrowScreen();
  screen.addEventListener('change', listener);
  return () => {
    screen.removeEventListener('change', listener);
  };
}

/** The height of an alert's line in px, on this screen and with the size of text that the person has set. */
export function useLineHeight(): number {
  const isNarrow = useSyncExternalStore(
    subscribe,
    () => narrowScreen().matches,
    () => false,
  );
  const hydrated = useHydrated();
  const remPx = useMemo(
    () =>
      hydrated
        ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
        : USUAL_REM_PX,
    [hydrated],
  );
  return remPx * (isNarrow ? NARROW_REM : WIDE_REM);
}
