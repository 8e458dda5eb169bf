'use client';

import { Check, RotateCw } from 'lucide-react';
import { useSeen } from '../live/seen-provider.tsx';
import { useSee } from '../live/seen.ts';
import { useFormat } from '../locale-provider.tsx';
import { useToast } from '../ui/toasts.tsx';

/** Above the live list: how many were not seen. */
export function LiveHead({ head, isPaused }: { head: number | null; isPaused: boolean }) {
  const format = useFormat();
  const toast = useToast();
  const { unseen } = useSeen();
  const see = useSee(() => {
    toast({
      kind: 'danger',
      title: 'Not marked as seen',
      text: 'The server did not note it. Try again in a moment.',
    });
  });
  return (
    <div className="meta">
      <b className="med">{format.count(unseen)} not seen</b>
      <button
        type="button"
        className="btn ghost s"
        disabled={unseen === 0}
        onClick={() => {
          if (head !== null) see(head);
        }}
      >
        <Check className="i i-s" aria-hidden />
        Mark all as seen
      </button>
      <span className="grow" />
      <span className="ink-3 max-md:hidden">
        {isPaused ? 'Paused: nothing is lost' : 'New alerts appear at the top'}
      </span>
    </div>
  );
}

/** Above a list that stands still: what of the history it is, and the way to what came since. */
export function StillHead({
  total,
  asOf,
  first,
  head,
  onLookAgain,
}: {
  total: number;
  asOf: number;
  /** Number of the alert that was asked for. */
  first: number | null;
  head: number | null;
  onLookAgain: () => void;
}) {
  const format = useFormat();
  const later = head === null ? 0 : head - asOf;
  return (
    <div className="meta">
      {first === null ? (
        <span>
          <b className="med">{format.count(total)}</b>{' '}
          <span className="ink-3 max-md:hidden">alerts</span>
        </span>
      ) : (
        <span>
          <b className="med">From alert {format.count(first)}</b>{' '}
          <span className="ink-3">back in time</span>
        </span>
      )}
      <span className="grow" />
      {later > 0 ? (
        <button type="button" className="new" onClick={onLookAgain}>
          <RotateCw className="i i-s" aria-hidden />
          {format.count(later)} raised since · <u>{first === null ? 'look again' : 'show'}</u>
        </button>
      ) : null}
    </div>
  );
}
