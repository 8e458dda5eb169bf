'use client';

import type { Detection } from '@intellisite/contracts';
import { SearchX } from 'lucide-react';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { DETECTION_COLUMNS } from './detection-columns.tsx';
import type { OptionalColumn, TableLayout } from './table-layout.ts';

const SKELETON_ROWS = 24;

/** A page of the list. A row opens its detection with a click or with Enter. */
export function DetectionTable({
  rows,
  limit,
  stale,
  layout,
  selected,
  onSelect,
}: {
  /** Null: not known yet. */
  rows: readonly Detection[] | null;
  limit: number;
  /** Whether these are the rows of the page before, while the next ones come. */
  stale: boolean;
  layout: TableLayout;
  selected: number | null;
  onSelect: (id: number) => void;
}) {
  const hidden = new Set<OptionalColumn | 'number'>(layout.hidden);
  const columns = DETECTION_COLUMNS.filter(({ id }) => !hidden.has(id));
  if (rows?.length === 0) {
    return (
      <div className="blank">
        <SearchX className="i" aria-hidden />
        <h3>No detection is like this</h3>
        <p>Nothing that was indexed so far passes these filters. Remove one of them.</p>
      </div>
    );
  }
  return (
    <div className="scroll" aria-busy={stale || rows === null}>
      <table className={`tbl flow detections ${layout.density}`}>
        <thead>
          <tr>
            {columns.map(({ id, header, isNumber }) => (
              <th key={id} scope="col" className={isNumber ? 'num' : ''}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === null ? (
            <SkeletonRows rows={Math.min(limit, SKELETON_ROWS)} columns={columns.length} />
          ) : (
            rows.map((row) => (
              <tr
                key={row.id}
                aria-selected={row.id === selected}
                onClick={() => {
                  onSelect(row.id);
                }}
              >
                {columns.map(({ id, className, isNumber, cell }) => (
                  <td key={id} className={isNumber ? `num ${className}` : className}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))
          )}
        </tbody>
      </table>
    </div>
  );
}
