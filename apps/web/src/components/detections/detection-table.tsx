'use client';

import type { Detection } from '@intellisite/contracts';
import { Car } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { NothingFound } from '../filters/nothing-found.tsx';
import { NothingYet } from '../ui/nothing-yet.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { DETECTION_COLUMNS } from './detection-columns.tsx';
import { DetectionRows } from './detection-rows.tsx';
import type { OptionalColumn, TableLayout } from './table-layout.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';

const SKELETON_ROWS = 24;

/**
 * A page of the list. A row opens its detection with a click or with Enter. The rows out of sight are drawn a
 * moment later, so that a turn feels instant and a page comes to life soon.
 */
export function DetectionTable({
  rows,
  limit,
  onClear,
  stale,
  layout,
  selected,
  onSelect,
}: {
  /** Null: not known yet. */
  rows: readonly Detection[] | null;
  limit: number;
  /** Takes all filters away; null: there are none. */
  onClear: (() => void) | null;
  /** Whether these are the rows of the page before, while the next ones come. */
  stale: boolean;
  layout: TableLayout;
  selected: number | null;
  /** The same function each time: rows are not drawn anew for another. */
  onSelect: (id: number) => void;
}) {
  const scrolled = useRef<HTMLDivElement>(null);
  const later = useDeferredValue(rows, null);
  const isEmpty = rows?.length === 0;
  const inSight = useRowsInSight(scrolled, `${layout.density} ${String(isEmpty)}`);
  const first = rows?.[0]?.id;
  useEffect(() => {
    scrolled.current?.scrollTo(0, 0);
  }, [first]);
  useEffect(() => {
    scrolled.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [first, selected, later]);
  const before = useRef(selected);
  useEffect(() => {
    const closed = selected === null ? before.current : null;
    before.current = selected;
    // The focus was in the panel that is gone: it goes on at the row that was shown last.
    if (closed === null || document.activeElement !== document.body) return;
    const place = rows?.findIndex(({ id }) => id === closed) ?? -1;
    const row = scrolled.current?.querySelectorAll('tbody tr')[place];
    row?.querySelector('button')?.focus();
  }, [rows, selected]);

  const columns = useMemo(() => {
    const hidden = new Set<OptionalColumn | 'number'>(layout.hidden);
    return DETECTION_COLUMNS.filter(({ id }) => !hidden.has(id));
  }, [layout.hidden]);
  if (isEmpty) {
    return onClear ? (
      <NothingFound what="detections" onClear={onClear} />
    ) : (
      <NothingYet
        icon={Car}
        what="detections"
        text="What the cameras see is listed here from then on."
      />
    );
  }
  return (
    <div className="scroll" aria-busy={stale || rows === null} ref={scrolled}>
      <table className={`tbl flow detections ${layout.density}`}>
        <thead>
          <tr>
            {columns.map(({ id, header, className, isNumber }) => (
              <th key={id} scope="col" className={isNumber ? `num ${className}` : className}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === null ? (
            <SkeletonRows rows={Math.min(limit, SKELETON_ROWS)} columns={columns.length} />
          ) : (
            <DetectionRows
              rows={rows}
              later={later}
              inSight={inSight}
              columns={columns}
              selected={selected}
              onSelect={onSelect}
            />
          )}
        </tbody>
      </table>
    </div>
  );
}
