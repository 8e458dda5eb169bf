'use client';

import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { FormError } from './form-error.tsx';

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
        <AlertDialog.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <AlertDialog.Content className="dialog fixed top-1/2 left-1/2 z-30 max-w-[calc(100vw-2rem)] -translate-1/2">
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
