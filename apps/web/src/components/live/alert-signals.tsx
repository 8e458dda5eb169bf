'use client';

import { useEffect, useRef } from 'react';
import { useToast } from '../ui/toasts.tsx';
import { useAlertStream } from './alert-stream-provider.tsx';
import { chime } from './chime.ts';
import { NO_NOTIFICATIONS, notify } from './notify.ts';
import { setSignals, useSignals } from './signal-settings.ts';

/** Many alerts at once are one call. */
const PAUSE_MS = 3_000;

/** Calls the person by sound or on the desktop when alerts come, as far as that was asked for. */
export function AlertSignals() {
  const { alerts, resets } = useAlertStream();
  const { sound, desktop } = useSignals();
  const toast = useToast();
  const newest = alerts[0];
  const last = useRef({ seq: 0, resets: 0, at: 0 });
  useEffect(() => {
    // Another history numbers its alerts anew.
    if (!newest || (newest.seq <= last.current.seq && resets === last.current.resets)) return;
    const now = Date.now();
    const isTooSoon = now - last.current.at < PAUSE_MS;
    last.current = { seq: newest.seq, resets, at: isTooSoon ? last.current.at : now };
    if (isTooSoon) return;
    if (sound) chime();
    if (desktop && document.hidden && Notification.permission === 'granted' && !notify(newest)) {
      setSignals({ sound, desktop: false });
      toast(NO_NOTIFICATIONS);
    }
  }, [newest, resets, sound, desktop, toast]);
  return null;
}
