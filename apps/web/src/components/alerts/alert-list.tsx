'use client';

import type { Alert } from '@intellisite/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { wasMissed, type Outage } from '../live/alert-stream.ts';
import { AlertLine } from './alert-line.tsx';

/** Of a line, as `.alert-lines` in alerts.css has it. */
const ROW_REM = 3.5;
/** What the server takes a rem for. */
const USUAL_REM_PX = 16;
const ROWS_AHEAD = 20;
/** Lines that are there above and below those in sight, for who scrolls. */
const OVERSCAN = 6;
const RENDERED_ROWS = 20;

/**
 * Any number of alerts, of which those in sight are in the page. What is being read stays where it is when
 * new ones come above it; at the top, they come into sight.
 */
export function AlertList({
  rows,
  seenUpTo,
  outages,
  selected,
  onNearEnd,
}: {
  rows: readonly Alert[];
  seenUpTo: number;
  outages: readonly Outage[];
  /** Number of the alert that was asked for. */
  selected: number | null;
  onNearEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = ROW_REM * useRemPx();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    // A new function has every line looked at again.
    getItemKey: useCallback((index: number) => rows[index]?.seq ?? index, [rows]),
    overscan: OVERSCAN,
    // The server knows no window: it renders what fills most of them.
    initialRect: { width: 0, height: RENDERED_ROWS * rowPx },
  });
  const newest = rows[0]?.seq ?? 0;
  const before = useRef(newest);
  useLayoutEffect(() => {
    const list = scroller.current;
    const added = rows.findIndex(({ seq }) => seq <= before.current);
    before.current = newest;
    // As the list has told: to ask the element would have the page laid out at once, for each alert.
    const offset = virtual.scrollOffset ?? 0;
    if (list && added > 0 && offset > 0) list.scrollTop += added * rowPx;
  }, [newest, rows, rowPx, virtual]);
  const items = virtual.getVirtualItems();
  return (
    <div
      ref={scroller}
      className="scroll bg-surface"
      role="region"
      aria-label="Alerts"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        if (scrollHeight - scrollTop - clientHeight < ROWS_AHEAD * rowPx) onNearEnd();
      }}
    >
      <ol
        className="alert-lines"
        // Lines follow each other: when one comes above them, none has to be placed anew.
        style={{ height: virtual.getTotalSize(), paddingTop: items[0]?.start ?? 0 }}
      >
        {items.map(({ key, index }) => {
          const alert = rows[index];
          return alert ? (
            <AlertLine
              key={key}
              alert={alert}
              unseen={alert.seq > seenUpTo}
              missed={wasMissed(outages, alert.seq)}
              selected={alert.seq === selected}
            />
          ) : null;
        })}
      </ol>
    </div>
  );
}

/** The size of the page's text, which a person may have set in the browser. */
function useRemPx(): number {
  const hydrated = useHydrated();
  return useMemo(
    () =>
      hydrated
        ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
        : USUAL_REM_PX,
    [hydrated],
  );
}
