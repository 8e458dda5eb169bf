'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import type { ShownToast } from './toasts.tsx';

const SHOWN_MS = 6_000;

/**
 * Toasts as Radix shows them, and not sonner: that one writes its styles into the page as it is loaded,
 * which the page's security policy refuses. Loaded by `ToastProvider` alone.
 */
export function ToastList({
  toasts,
  className,
  onGone,
}: {
  toasts: readonly ShownToast[];
  className: string;
  onGone: (id: number) => void;
}) {
  return (
    <Toast.Provider duration={SHOWN_MS} label="Message">
      {toasts.map(({ id, kind, title, text }) => (
        <Toast.Root
          key={id}
          className="toast"
          type={kind === 'danger' ? 'foreground' : 'background'}
          onOpenChange={(open) => {
            if (!open) onGone(id);
          }}
        >
          {kind === 'ok' ? (
            <CircleCheck className="i mark-ok" aria-hidden />
          ) : (
            <CircleAlert className="i mark-danger" aria-hidden />
          )}
          <div className="grow">
            <Toast.Title asChild>
              <b>{title}</b>
            </Toast.Title>
            {text === undefined ? null : (
              <Toast.Description asChild>
                <p>{text}</p>
              </Toast.Description>
            )}
          </div>
          <Toast.Close className="btn icon ghost s" aria-label="Close">
            <X className="i" aria-hidden />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className={className} />
    </Toast.Provider>
  );
}
