import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type StatusKind = 'ok' | 'attention' | 'danger' | 'off';

const ICONS = {
  ok: CircleCheck,
  attention: TriangleAlert,
  danger: CircleAlert,
  off: CircleMinus,
} as const;

/** A state in a word, with its mark: colour is never the only signal. */
export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  const Icon = ICONS[kind];
  return (
    <span className={`status ${kind}`}>
      <Icon className="i i-s" aria-hidden />
      {children}
    </span>
  );
}
