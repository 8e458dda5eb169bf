'use client';

import { joinValues } from '@intellisite/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import {
  BookOpen,
  Car,
  CornerDownLeft,
  Hash,
  Keyboard,
  LogOut,
  Search,
  type LucideIcon,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { THEMES } from '../shell/themes.ts';
import { useChosenTheme } from '../shell/use-chosen-theme.ts';
import { useSignOut } from '../shell/use-sign-out.ts';
import { reachableViews } from '../shell/views.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Modal } from '../ui/modal.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { detectionNumberOf } from './detection-number.ts';
import { Keys } from './keys.tsx';

const MAKES = 6;

interface Choice {
  /** Unique in the palette. */
  value: string;
  icon: LucideIcon;
  label: ReactNode;
  /** What is compared with what was typed; absent: it was found by the server. */
  words?: string;
  note?: ReactNode;
  run: () => void;
}

/** Goes to a view, the detections of a make, or a detection; does what has no view of its own. */
export function CommandPalette({
  onClose,
  onShortcuts,
}: {
  onClose: () => void;
  onShortcuts: () => void;
}) {
  const router = useRouter();
  const format = useFormat();
  const { role } = useViewer();
  const { choose } = useChosenTheme();
  const signOut = useSignOut();
  const [typed, setTyped] = useState('');
  const [pointedAt, setPointedAt] = useState('');
  const wanted = typed.trim().toLowerCase();
  const q = useDeferredValue(typed.trim());
  const makes = useQuery({
    ...useTRPC().vehicles.suggest.queryOptions({ field: 'make', q }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const go = (path: string) => () => {
    router.push(path);
    onClose();
  };
  const then = (act: () => void) => () => {
    act();
    onClose();
  };
  const number = detectionNumberOf(typed);

  const groups: { title: string; choices: Choice[] }[] = [
    {
      title: 'Detection',
      choices:
        number === null
          ? []
          : [
              {
                value: 'detection',
                icon: Hash,
                label: `Detection ${format.count(number)}`,
                run: go(`/dashboard/detections?id=${String(number)}`),
              },
            ],
    },
    {
      title: 'Views',
      choices: reachableViews(role).map(({ path, title, icon, key }) => ({
        value: path,
        icon,
        label: title,
        words: title,
        note: <Keys keys={['g', key]} />,
        run: go(path),
      })),
    },
    {
      title: 'Makes',
      choices: (q === '' ? [] : (makes.data?.data ?? [])).slice(0, MAKES).map((make) => ({
        value: `make ${make.value}`,
        icon: Car,
        label: <HostileText text={make.value} className="cut" />,
        note: format.count(make.count),
        run: go(
          `/dashboard/detections?${new URLSearchParams({ make: joinValues([make.value]) }).toString()}`,
        ),
      })),
    },
    {
      title: 'Actions',
      choices: [
        ...THEMES.map(({ name, title, icon }) => ({
          value: `theme ${name}`,
          icon,
          label: `Theme: ${title.toLowerCase()}`,
          words: `theme ${title}`,
          run: then(() => {
            choose(name);
          }),
        })),
        {
          value: 'shortcuts',
          icon: Keyboard,
          label: 'Keyboard shortcuts',
          words: 'keyboard shortcuts help',
          note: <Keys keys={['?']} />,
          run: onShortcuts,
        },
        {
          value: 'docs',
          icon: BookOpen,
          label: 'API documentation',
          words: 'api documentation swagger',
          run: then(() => {
            window.location.assign('/docs');
          }),
        },
        {
          value: 'sign-out',
          icon: LogOut,
          label: 'Sign out',
          words: 'sign out log out',
          run: then(() => void signOut()),
        },
      ],
    },
  ];

  const found = groups
    .map(({ title, choices }) => ({
      title,
      choices: choices.filter(({ words }) => words?.toLowerCase().includes(wanted) ?? true),
    }))
    .filter(({ choices }) => choices.length > 0);
  const values = found.flatMap(({ choices }) => choices.map(({ value }) => value));
  // When several choices go at once, cmdk may go on pointing at one of them: Enter would do nothing.
  const chosen = values.includes(pointedAt) ? pointedAt : (values[0] ?? '');

  return (
    <Modal
      className="dialog palette fixed top-[12vh] left-1/2 z-30 max-w-[calc(100vw-1.5rem)] -translate-x-1/2"
      isDescribed={false}
      onClose={onClose}
    >
      <Dialog.Title className="sr">Search or jump to</Dialog.Title>
      <Command
        label="Search or jump to"
        shouldFilter={false}
        loop
        value={chosen}
        onValueChange={setPointedAt}
      >
        <div className="palette-in">
          <Search className="i ink-3" aria-hidden />
          <Command.Input
            value={typed}
            onValueChange={setTyped}
            placeholder="View, make or number of a detection"
          />
        </div>
        <Command.List>
          <Command.Empty className="palette-none ink-2">
            Nothing is called so. A make is found by its beginning.
          </Command.Empty>
          {found.map(({ title, choices }) => (
            <Command.Group key={title} heading={title}>
              {choices.map(({ value, icon: Icon, label, note, run }) => (
                <Command.Item key={value} value={value} className="opt" onSelect={run}>
                  <Icon className="i" aria-hidden />
                  <span className="cut">{label}</span>
                  <span className="r">{note}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
      <div className="palette-f ink-3 max-md:hidden">
        <span>
          <Keys keys={['↑', '↓']} /> move
        </span>
        <span className="row gap-1">
          <CornerDownLeft className="i i-s" aria-hidden /> open
        </span>
        <span>
          <Keys keys={['Esc']} /> close
        </span>
      </div>
    </Modal>
  );
}
