'use client';

import type { Alert } from '@intellisite/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { wasMissed, type Outage } from '../live/alert-stream.ts';
import { AlertHeads } from './alert-heads.tsx';
import { AlertLine } from './alert-line.tsx';
import { useLineHeight } from './use-line-height.ts';

const ROWS_AHEAD = 20;
/** Lines that are there above and below those in sight, for who scrolls. */
const OVERSCAN = 6;
const RENDERED_ROWS = 26;

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
  /** Called whenever the end is near; at times again before what it asks for has come. */
  onNearEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useLineHeight();
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
  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = last + ROWS_AHEAD >= rows.length;
  const askForMore = useEffectEvent(onNearEnd);
  useEffect(() => {
    if (isNearEnd) askForMore();
    // And when rows came: what was asked for may end in sight, too.
  }, [isNearEnd, rows]);
  const height = virtual.getTotalSize();
  return (
    <div
      ref={scroller}
      className="scroll bg-surface"
      role="region"
      aria-label="Alerts"
      tabIndex={0}
    >
      <AlertHeads />
      <div style={{ height }}>
        <ol
          className="alert-lines"
          // Lines stand above the end of the list, each at its distance from it: when one comes on top, all
          // others stay where they are, and the whole, which has no height itself, is shifted.
          style={{ transform: `translateY(${String(height)}px)` }}
        >
          {items.map(({ key, index, start }) => {
            const alert = rows[index];
            return alert ? (
              <AlertLine
                key={key}
                alert={alert}
                unseen={alert.seq > seenUpTo}
                missed={wasMissed(outages, alert.seq)}
                selected={alert.seq === selected}
                top={start - height}
              />
            ) : null;
          })}
        </ol>
      </div>
    </div>
  );
}
