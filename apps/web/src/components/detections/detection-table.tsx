'use client';

import type { Detection } from '@intellisite/contracts';
import { useTable } from '@tanstack/react-table';
import { SearchX } from 'lucide-react';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { DETECTION_COLUMNS, features } from './detection-columns.tsx';
import type { TableLayout } from './table-layout.ts';

const SKELETON_ROWS = 24;
const NONE: readonly Detection[] = [];

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
  const table = useTable({
    features,
    columns: DETECTION_COLUMNS,
    data: rows ?? NONE,
    getRowId: ({ id }) => String(id),
    state: { columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])) },
  });
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
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={header.column.columnDef.meta?.isNumber ? 'num' : ''}
                >
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {rows === null ? (
            <SkeletonRows
              rows={Math.min(limit, SKELETON_ROWS)}
              columns={table.getVisibleLeafColumns().length}
            />
          ) : (
            table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                aria-selected={row.original.id === selected}
                onClick={() => {
                  onSelect(row.original.id);
                }}
              >
                {row.getVisibleCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={`${cell.column.columnDef.meta?.isNumber ? 'num ' : ''}${cell.column.columnDef.meta?.className ?? ''}`}
                  >
                    <table.FlexRender cell={cell} />
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
