'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';

export interface ToastMessage {
  kind: 'ok' | 'danger';
  title: string;
  text?: string;
}

interface Shown extends ToastMessage {
  id: number;
}

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null);
const SHOWN_MS = 6_000;
let lastId = 0;

/**
 * Toasts. Radix's and not sonner's: that one writes its styles into the page as it is loaded, which the
 * page's security policy refuses.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const show = useCallback((message: ToastMessage) => {
    lastId += 1;
    const toast = { ...message, id: lastId };
    setToasts((current) => [...current, toast]);
  }, []);
  return (
    <ToastContext value={show}>
      <Toast.Provider duration={SHOWN_MS} label="Message">
        {children}
        {toasts.map(({ id, kind, title, text }) => (
          <Toast.Root
            key={id}
            className="toast"
            type={kind === 'danger' ? 'foreground' : 'background'}
            onOpenChange={(open) => {
              if (!open) setToasts((current) => current.filter((toast) => toast.id !== id));
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
        <Toast.Viewport className="fixed right-4 bottom-4 z-20 grid w-92 max-w-[calc(100vw-2rem)] gap-2" />
      </Toast.Provider>
    </ToastContext>
  );
}

export function useToast(): (message: ToastMessage) => void {
  const show = use(ToastContext);
  if (!show) throw new Error('useToast needs a ToastProvider above it.');
  return show;
}
