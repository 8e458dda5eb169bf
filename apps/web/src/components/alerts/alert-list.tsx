'use client';

import type { Alert } from '@intellisite/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { wasMissed, type Outage } from '../live/alert-stream.ts';
import { AlertLine } from './alert-line.tsx';

const ROW_PX = 53;
const ROWS_AHEAD = 20;
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
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.seq ?? index,
    overscan: 10,
    // The server knows no window: it renders what fills most of them.
    initialRect: { width: 0, height: RENDERED_ROWS * ROW_PX },
  });
  const newest = rows[0]?.seq ?? 0;
  const before = useRef(newest);
  useLayoutEffect(() => {
    const list = scroller.current;
    const added = rows.findIndex(({ seq }) => seq <= before.current);
    before.current = newest;
    if (list && added > 0 && list.scrollTop > 0) list.scrollTop += added * ROW_PX;
  }, [newest, rows]);
  return (
    <div
      ref={scroller}
      className="scroll bg-surface"
      role="region"
      aria-label="Alerts"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        if (scrollHeight - scrollTop - clientHeight < ROWS_AHEAD * ROW_PX) onNearEnd();
      }}
    >
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const alert = rows[index];
          return alert ? (
            <AlertLine
              key={key}
              alert={alert}
              unseen={alert.seq > seenUpTo}
              missed={wasMissed(outages, alert.seq)}
              selected={alert.seq === selected}
              top={start}
            />
          ) : null;
        })}
      </ol>
    </div>
  );
}
