'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { createLate, useLate } from '../lib/late.ts';
import { signInPath } from './own-path.ts';
import { sessionExpiry } from './session-expiry.ts';

const dialog = createLate(() => import('./session-expired-dialog.tsx'));

/**
 * Asks for the password again, over the page as it stands, when the session has ended under it. Mounted
 * once, above everything that signInAgainLink or `askToSignInAgain` may make wait.
 */
export function SessionExpired({ username }: { username: string }) {
  const isWaiting = useSyncExternalStore(
    sessionExpiry.subscribe,
    sessionExpiry.isWaiting,
    () => false,
  );
  const loaded = useLate(dialog);
  useEffect(() => {
    if (!isWaiting) return;
    dialog.want().catch(() => {
      // The server has said that the session is over, and has no such script: it is a newer one by now.
      location.assign(signInPath(location.pathname + location.search));
    });
  }, [isWaiting]);
  return isWaiting && loaded ? <loaded.SessionExpiredDialog username={username} /> : null;
}
