'use client';

import { useRouter } from 'next/navigation';
import { createContext, use, useCallback, useEffect, type ReactNode } from 'react';
import { defaultKeybindingsHandlerIgnore, tinykeys } from 'tinykeys';
import { createLate } from '../../lib/late.ts';
import { areSingleKeysOn } from '../../lib/single-keys.ts';
import { reachableViews } from '../shell/views.ts';
import { useLateOverlay } from '../ui/use-late-overlay.ts';
import { useViewer } from '../viewer-provider.tsx';

type Sheet = 'palette' | 'shortcuts';

const latePalette = createLate(() => import('./command-palette.tsx'));
const lateShortcuts = createLate(() => import('./shortcut-sheet.tsx'));

const CommandsContext = createContext<((sheet: Sheet) => void) | null>(null);

/** The palette, the sheet of shortcuts, and the keys that lead there and to the views. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const { role } = useViewer();
  const palette = useLateOverlay(latePalette);
  const shortcuts = useLateOverlay(lateShortcuts);
  const { isOpen: isPaletteOpen, open: openPalette, close: closePalette } = palette;
  const { open: openShortcuts, close: closeShortcuts } = shortcuts;
  const show = useCallback(
    (sheet: Sheet): void => {
      // One at a time.
      if (sheet === 'palette') {
        closeShortcuts();
        openPalette();
      } else {
        closePalette();
        openShortcuts();
      }
    },
    [openPalette, closePalette, openShortcuts, closeShortcuts],
  );

  useEffect(
    () =>
      tinykeys(
        window,
        {
          '$mod+k': (event) => {
            // The browser's own would go to its address bar.
            event.preventDefault();
            if (isPaletteOpen) closePalette();
            else show('palette');
          },
        },
        // Also in fields.
        { ignore: () => false },
      ),
    [isPaletteOpen, closePalette, show],
  );

  useEffect(() => {
    const toViews = reachableViews(role).map(({ key, path }): [string, () => void] => [
      `g ${key}`,
      () => {
        router.push(path);
      },
    ]);
    return tinykeys(
      window,
      {
        ...Object.fromEntries(toViews),
        // On some keyboards it needs Shift.
        '[Shift]+?': () => {
          show('shortcuts');
        },
      },
      { ignore: isOccupied },
    );
  }, [role, router, show]);

  return (
    <CommandsContext value={show}>
      {children}
      {palette.shown ? (
        <palette.shown.CommandPalette
          onClose={closePalette}
          onShortcuts={() => {
            show('shortcuts');
          }}
        />
      ) : null}
      {shortcuts.shown ? <shortcuts.shown.ShortcutSheet onClose={closeShortcuts} /> : null}
    </CommandsContext>
  );
}

/** Opens the palette or the sheet of shortcuts. */
export function useCommands(): (sheet: Sheet) => void {
  const show = use(CommandsContext);
  if (!show) throw new Error('useCommands needs a CommandsProvider above it.');
  return show;
}

/** Whether a single key belongs to a field or to what lies over the page, or shall not act at all. */
function isOccupied(event: KeyboardEvent): boolean {
  return (
    !areSingleKeysOn() ||
    document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null ||
    defaultKeybindingsHandlerIgnore(event)
  );
}
