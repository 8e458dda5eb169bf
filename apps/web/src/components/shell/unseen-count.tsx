'use client';

import { useSeen } from '../live/seen-provider.tsx';
import { useFormat } from '../locale-provider.tsx';

const MOST = 999;

/** How many alerts the person has not seen yet; nothing while there is none. */
export function UnseenCount() {
  const format = useFormat();
  const { unseen } = useSeen();
  if (unseen === 0) return null;
  return (
    <span className="count">
      <span aria-hidden>{unseen > MOST ? `${format.count(MOST)}+` : format.count(unseen)}</span>
      <span className="sr">{format.count(unseen)} not seen</span>
    </span>
  );
}
