'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { defaultKeybindingsHandlerIgnore, tinykeys } from 'tinykeys';
import { areSingleKeysOn } from '../../lib/single-keys.ts';
import { reachableViews } from '../shell/views.ts';
import { useViewer } from '../viewer-provider.tsx';

type Sheet = 'palette' | 'shortcuts';

/** Loaded when they are opened first. */
const CommandPalette = dynamic(
  () => import('./command-palette.tsx').then((module) => module.CommandPalette),
  { ssr: false },
);
const ShortcutSheet = dynamic(
  () => import('./shortcut-sheet.tsx').then((module) => module.ShortcutSheet),
  { ssr: false },
);

const CommandsContext = createContext<((sheet: Sheet) => void) | null>(null);

/** The palette, the sheet of shortcuts, and the keys that lead there and to the views. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const { role } = useViewer();
  const [open, setOpen] = useState<Sheet | null>(null);
  const close = (): void => {
    setOpen(null);
  };

  useEffect(
    () =>
      tinykeys(
        window,
        {
          '$mod+k': (event) => {
            // The browser's own would go to its address bar.
            event.preventDefault();
            setOpen((current) => (current === 'palette' ? null : 'palette'));
          },
        },
        // Also in fields.
        { ignore: () => false },
      ),
    [],
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
          setOpen('shortcuts');
        },
      },
      { ignore: isOccupied },
    );
  }, [role, router]);

  return (
    <CommandsContext value={setOpen}>
      {children}
      {open === 'palette' ? (
        <CommandPalette
          onClose={close}
          onShortcuts={() => {
            setOpen('shortcuts');
          }}
        />
      ) : null}
      {open === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
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
