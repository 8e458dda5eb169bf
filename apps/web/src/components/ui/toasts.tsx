'use client';

import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { createLate, useLate } from '../../lib/late.ts';

export interface ToastMessage {
  kind: 'ok' | 'danger';
  title: string;
  text?: string;
}

export interface ShownToast extends ToastMessage {
  id: number;
}

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null);
const PLACE = 'fixed right-4 bottom-4 z-20 grid w-92 max-w-[calc(100vw-2rem)] gap-2';
let lastId = 0;

const list = createLate(() => import('./toast-list.tsx'));

/**
 * Shows what happened. The list's code comes with the first thing that the person does in the page, so that
 * it is there when a toast has to say that the server is not.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const loaded = useLate(list);
  const show = useCallback((message: ToastMessage) => {
    lastId += 1;
    const toast = { ...message, id: lastId };
    setToasts((current) => [...current, toast]);
  }, []);
  const isEmpty = toasts.length === 0;

  useEffect(() => {
    const prepare = (): void => {
      list.want().catch(() => undefined);
    };
    if (!isEmpty) prepare();
    window.addEventListener('pointerdown', prepare, { once: true });
    window.addEventListener('keydown', prepare, { once: true });
    return () => {
      window.removeEventListener('pointerdown', prepare);
      window.removeEventListener('keydown', prepare);
    };
  }, [isEmpty]);

  return (
    <ToastContext value={show}>
      {children}
      {isEmpty ? null : loaded ? (
        <loaded.ToastList
          toasts={toasts}
          className={PLACE}
          onGone={(id) => {
            setToasts((current) => current.filter((toast) => toast.id !== id));
          }}
        />
      ) : (
        <PlainToasts toasts={toasts} />
      )}
    </ToastContext>
  );
}

/** What can be said while the list is not there. */
function PlainToasts({ toasts }: { toasts: readonly ShownToast[] }) {
  return (
    <div className={PLACE} role="alert">
      {toasts.map(({ id, title, text }) => (
        <div key={id} className="toast">
          <div className="grow">
            <b>{title}</b>
            {text === undefined ? null : <p>{text}</p>}
          </div>
        </div>
      ))}
    </div>
  );
}

export function useToast(): (message: ToastMessage) => void {
  const show = use(ToastContext);
  if (!show) throw new Error('useToast needs a ToastProvider above it.');
  return show;
}
