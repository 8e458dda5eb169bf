'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from 'radix-ui';
import { useSingleKeys } from '../../lib/single-keys.ts';
import { PROFILE, reachableViews } from '../shell/views.ts';
import { IN_THE_MIDDLE, Modal } from '../ui/modal.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { Keys } from './keys.tsx';

/** Every shortcut that acts for this person. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { role } = useViewer();
  const singleKeys = useSingleKeys();
  const views = reachableViews(role).map(({ title, key }) => ({ label: title, keys: ['g', key] }));
  const groups = [
    {
      title: 'Anywhere',
      shortcuts: [
        { label: 'Search or jump to', keys: ['Ctrl or ⌘', 'K'] },
        { label: 'This sheet', keys: ['?'] },
        { label: 'Close what lies over the page', keys: ['Esc'] },
      ],
    },
    { title: 'Views', shortcuts: views },
  ];
  return (
    <Modal className={`${IN_THE_MIDDLE} sheet`} onClose={onClose}>
      <div className="sheet-h">
        <Dialog.Title className="grow">Keyboard shortcuts</Dialog.Title>
        <Dialog.Close className="btn icon ghost" aria-label="Close">
          <X className="i" aria-hidden />
        </Dialog.Close>
      </div>
      <div className="sheet-b">
        {groups.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ label, keys }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Dialog.Description className="sheet-f small ink-3">
        Keys without Ctrl act outside fields only. Your{' '}
        <Link className="link" href={PROFILE.path} onClick={onClose}>
          profile
        </Link>{' '}
        switches them {singleKeys ? 'off' : 'on'} for this device.
      </Dialog.Description>
    </Modal>
  );
}
