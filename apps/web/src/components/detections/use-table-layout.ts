'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { createCookieText } from '../../lib/cookie-text.ts';
import {
  parseTableLayout,
  TABLE_LAYOUT_COOKIE,
  writeTableLayout,
  type TableLayout,
} from './table-layout.ts';

const stored = createCookieText(TABLE_LAYOUT_COOKIE);

/** The layout that this device remembers. `rendered` is the text by which the server rendered the page. */
export function useTableLayout(
  rendered: string,
): [layout: TableLayout, change: (changes: Partial<TableLayout>) => void] {
  const text = useSyncExternalStore(stored.subscribe, stored.read, () => rendered);
  const layout = useMemo(() => parseTableLayout(text), [text]);
  return [
    layout,
    (changes) => {
      stored.write(writeTableLayout({ ...layout, ...changes }));
    },
  ];
}
