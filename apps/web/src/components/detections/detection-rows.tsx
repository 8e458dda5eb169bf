'use client';

import type { Detection } from '@intellisite/contracts';
import { memo } from 'react';
import type { DetectionColumn } from './detection-columns.tsx';

interface RowsProps {
  rows: readonly Detection[];
  columns: readonly DetectionColumn[];
  /** The number of the detection that is open. */
  selected: number | null;
  onSelect: (id: number) => void;
  /** Only the rows from this place on, and before the other. */
  from: number;
  to?: number;
}

/** Rows of a page. Their keys are their places: to turn a page changes what rows say and makes none anew. */
export const DetectionRows = memo(function DetectionRows({
  rows,
  columns,
  selected,
  onSelect,
  from,
  to,
}: RowsProps) {
  return rows
    .slice(from, to)
    .map((row, place) => (
      <DetectionRow
        key={place}
        row={row}
        columns={columns}
        selected={row.id === selected}
        onSelect={onSelect}
      />
    ));
});

const DetectionRow = memo(function DetectionRow({
  row,
  columns,
  selected,
  onSelect,
}: {
  row: Detection;
  columns: readonly DetectionColumn[];
  selected: boolean;
  onSelect: (id: number) => void;
}) {
  return (
    <tr
      aria-selected={selected}
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
  );
});
