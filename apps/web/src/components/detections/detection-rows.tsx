'use client';

import type { Detection } from '@intellisite/contracts';
import { memo } from 'react';
import type { DetectionColumn } from './detection-columns.tsx';

interface RowsProps {
  rows: readonly Detection[];
  /** What the rows out of sight say: the same or the rows before them, or null while there are none yet. */
  later: readonly Detection[] | null;
  inSight: number;
  columns: readonly DetectionColumn[];
  /** The number of the detection that is open. */
  selected: number | null;
  onSelect: (id: number) => void;
}

/** Rows of a page. Their keys are their places: to turn a page changes what rows say and makes none anew. */
export function DetectionRows({ rows, later, inSight, columns, selected, onSelect }: RowsProps) {
  return rows.map((newest, place) => {
    const row = place < inSight ? newest : later?.[place];
    return row === undefined ? null : (
      <DetectionRow
        key={place}
        row={row}
        columns={columns}
        selected={row.id === selected}
        onSelect={onSelect}
      />
    );
  });
}

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
