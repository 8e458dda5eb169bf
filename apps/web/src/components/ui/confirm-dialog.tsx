'use client';

import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { FormError } from './form-error.tsx';
import { IN_THE_MIDDLE, SCRIM } from './modal.tsx';

/** Asks before what cannot be taken back, and names what happens. */
export function ConfirmDialog({
  title,
  children,
  action,
  isPending,
  failure,
  onConfirm,
  onClose,
}: {
  title: ReactNode;
  children: ReactNode;
  /** Verb with its object. */
  action: string;
  isPending: boolean;
  failure: string | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={SCRIM} />
        <AlertDialog.Content className={IN_THE_MIDDLE}>
          <div className="dialog-b">
            <AlertDialog.Title>{title}</AlertDialog.Title>
            <AlertDialog.Description className="ink-2">{children}</AlertDialog.Description>
            <FormError text={failure} />
          </div>
          <div className="dialog-f">
            <AlertDialog.Cancel className="btn ghost">Cancel</AlertDialog.Cancel>
            <button
              type="button"
              className="btn danger"
              aria-disabled={isPending}
              onClick={() => {
                if (!isPending) onConfirm();
              }}
            >
              {action}
            </button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
