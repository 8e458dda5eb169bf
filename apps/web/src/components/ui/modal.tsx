'use client';

import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

/** What dims the page, and where the window over it stands; for dialogs of other kinds, too. */
export const SCRIM = 'fixed inset-0 z-30 bg-scrim';
export const IN_THE_MIDDLE =
  'dialog fixed top-1/2 left-1/2 z-30 max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] -translate-1/2 overflow-auto';

/**
 * A window over the page: Escape and a click beside it close it where it can be closed, and the focus goes
 * back.
 */
export function Modal({
  className = IN_THE_MIDDLE,
  isDescribed = true,
  onClose,
  children,
}: {
  /** Where it stands, and how large it is. */
  className?: string;
  /** Whether a `Dialog.Description` is in it; a `Dialog.Title` always is. */
  isDescribed?: boolean;
  /** Without it, it stays: everything behind it waits. */
  onClose?: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={SCRIM} />
        <Dialog.Content
          className={className}
          {...(isDescribed ? {} : { 'aria-describedby': undefined })}
        >
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
