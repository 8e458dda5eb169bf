'use client';

import { useEffect } from 'react';
import { useThrottled } from '../../lib/use-throttled.ts';
import { useSeen } from './seen-provider.tsx';
import { useSeenFollower } from './seen.ts';

const COUNTED = /^\(\d+\+?\) /;
const MOST = 999;
/** The browser draws its own frame anew each time. */
const EVERY_MS = 1_000;
const ICONS = { none: '/icon.svg', some: '/icon-unseen.svg' };

/** Says in the tab's title and icon how many alerts were not seen yet. */
export function UnseenMark() {
  const { unseen: now } = useSeen();
  const shown = useThrottled(now, EVERY_MS);
  // What the person has done shows at once.
  const unseen = now === 0 ? 0 : shown;
  useSeenFollower();

  useEffect(() => {
    const count = unseen > MOST ? `(${String(MOST)}+) ` : `(${String(unseen)}) `;
    const href = unseen === 0 ? ICONS.none : ICONS.some;
    const write = (): void => {
      const title = `${unseen === 0 ? '' : count}${document.title.replace(COUNTED, '')}`;
      if (document.title !== title) document.title = title;
      // Next may have written more than one.
      for (const icon of document.querySelectorAll('link[rel="icon"]')) {
        if (icon.getAttribute('href') !== href) icon.setAttribute('href', href);
      }
    };
    write();
    // Each view brings a title, and at times an icon, of its own.
    const views = new MutationObserver(write);
    views.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      views.disconnect();
    };
  }, [unseen]);

  return null;
}
