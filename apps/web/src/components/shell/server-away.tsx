'use client';

import { CloudOff } from 'lucide-react';
import { useOffline } from 'next/offline';

/**
 * Says why nothing happens when a view was asked for while the server could not be reached. Next keeps the
 * page, and asks again until the server answers.
 */
export function ServerAway() {
  const isAway = useOffline();
  return (
    <div role="status">
      {isAway ? (
        <div className="toast fixed bottom-4 left-1/2 z-20 -translate-x-1/2 max-md:bottom-18">
          <CloudOff className="i mark-attention" aria-hidden />
          <div className="grow">
            <b>No connection to the server</b>
            <p>What you have asked for opens when it is back.</p>
          </div>
        </div>
      ) : null}
    </div>
  );
}
