'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { untilServerIsReady } from '../../lib/server-ready.ts';
import { Blank } from './blank.tsx';

/** Long enough to read what is said, and to go elsewhere. */
const AGAIN_MS = 10_000;

/**
 * In the place of a page, or of a part of one, that could not be rendered: because the server was away or
 * has been replaced by a newer version, or because of a fault of ours. Loads it again by itself, since
 * nobody may be there to do so, and only once the server can answer.
 */
export function PageFailure({ error }: { error: Error & { digest?: string } }) {
  const [isAsking, setAsking] = useState(false);

  useEffect(() => {
    let isThere = true;
    const timer = setTimeout(() => {
      setAsking(true);
    }, AGAIN_MS);
    if (isAsking) {
      void untilServerIsReady().then(() => {
        // All of it anew: the browser may have kept what failed.
        if (isThere) location.reload();
      });
    }
    return () => {
      isThere = false;
      clearTimeout(timer);
    };
  }, [isAsking]);

  return (
    <Blank
      icon={CircleAlert}
      title="This page could not be shown"
      heading="h2"
      text={
        isAsking
          ? 'It is loaded again as soon as the server answers.'
          : 'It is loaded again by itself in a few seconds.'
      }
      alert
      actions={
        <button
          type="button"
          className="btn"
          aria-disabled={isAsking}
          onClick={() => {
            setAsking(true);
          }}
        >
          <RotateCw className="i" aria-hidden />
          {isAsking ? 'Waiting for the server…' : 'Try again'}
        </button>
      }
    >
      {error.digest === undefined ? null : <p className="small ink-3">Reference {error.digest}</p>}
    </Blank>
  );
}
