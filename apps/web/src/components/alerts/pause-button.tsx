'use client';

import { Pause, Play } from 'lucide-react';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import { useFormat } from '../locale-provider.tsx';
import type { LiveAlerts } from './use-alert-rows.ts';

/** What was there when the person paused. */
export interface PausedAlerts {
  live: LiveAlerts;
  head: number;
}

/** Lets the list stand still, and says how many came since. */
export function PauseButton({
  paused,
  disabled,
  onChange,
}: {
  /** Null: the list is live. */
  paused: PausedAlerts | null;
  disabled: boolean;
  onChange: (paused: PausedAlerts | null) => void;
}) {
  const format = useFormat();
  const live = useAlertStream();
  const { head } = live;
  const waiting = paused && head !== null ? head - paused.head : 0;
  return (
    <button
      type="button"
      className="btn in-sight"
      aria-pressed={paused !== null}
      disabled={disabled}
      onClick={() => {
        onChange(paused ? null : { live, head: head ?? 0 });
      }}
    >
      {paused ? <Play className="i" aria-hidden /> : <Pause className="i" aria-hidden />}
      {paused ? `Resume, show ${format.count(waiting)}` : 'Pause'}
    </button>
  );
}
