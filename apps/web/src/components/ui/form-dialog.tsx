'use client';

import { Dialog } from 'radix-ui';
import { useEffect, useRef, type ReactNode } from 'react';
import { FormError } from './form-error.tsx';
import { Modal } from './modal.tsx';

/** A form over the page. What was typed stays while a call fails. */
export function FormDialog({
  title,
  description,
  action,
  isPending,
  failure,
  onSubmit,
  onClose,
  children,
}: {
  title: ReactNode;
  description: ReactNode;
  /** Verb with its object. */
  action: string;
  isPending: boolean;
  failure: string | null;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // A call has ended: where a member was refused, the person goes on there.
    if (!isPending) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isPending]);
  return (
    <Modal onClose={onClose}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) onSubmit(new FormData(event.currentTarget));
        }}
      >
        <div className="dialog-b">
          <Dialog.Title>{title}</Dialog.Title>
          <Dialog.Description className="ink-2">{description}</Dialog.Description>
          <FormError text={failure} />
          {children}
        </div>
        <div className="dialog-f">
          <Dialog.Close className="btn ghost">Cancel</Dialog.Close>
          <button type="submit" className="btn primary" aria-disabled={isPending}>
            {action}
          </button>
        </div>
      </form>
    </Modal>
  );
}
