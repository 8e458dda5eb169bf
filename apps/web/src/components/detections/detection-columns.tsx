'use client';

import type { Detection } from '@intellisite/contracts';
import type { ReactNode } from 'react';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import type { OptionalColumn } from './table-layout.ts';

export interface DetectionColumn {
  id: OptionalColumn | 'number';
  header: string;
  /** Of its cells and its head: how wide they are, and where a phone places them. */
  className: string;
  isNumber?: boolean;
  cell: (detection: Detection) => ReactNode;
}

/**
 * Paging, filters and order are the server's, so that a list of columns is all that is left of a table:
 * TanStack Table would be 11 KB of the first load.
 */
export const DETECTION_COLUMNS: readonly DetectionColumn[] = [
  {
    id: 'detected',
    header: 'Detected',
    className: 'at',
    cell: ({ timestamp }) => <DetectedAt time={timestamp} />,
  },
  { id: 'year', header: 'Year', className: 'year', isNumber: true, cell: ({ year }) => year },
  {
    id: 'make',
    header: 'Make',
    className: 'med cut make',
    cell: ({ make }) => <HostileText text={make} />,
  },
  {
    id: 'model',
    header: 'Model',
    className: 'cut model',
    cell: ({ model }) => <HostileText text={model} />,
  },
  {
    id: 'category',
    header: 'Category',
    className: 'cut what',
    cell: ({ categories }) => <Categories names={categories} />,
  },
  {
    id: 'camera',
    header: 'Camera',
    className: 'ink-2 cut where',
    cell: ({ source }) => <Camera name={source} />,
  },
  {
    id: 'number',
    header: 'Number',
    className: 'number',
    isNumber: true,
    cell: ({ id }) => <OpenButton id={id} />,
  },
];

function DetectedAt({ time }: { time: string }) {
  const format = useFormat();
  return (
    <ExactTime time={time}>
      {format.clock(time)} <span className="day ink-3">{format.day(time)}</span>
    </ExactTime>
  );
}

function Categories({ names }: { names: readonly string[] }) {
  return (
    <span className="row gap-1">
      {names.map((name) => (
        <span key={name} className="tag">
          <HostileText text={name} className="cut max-w-40" />
        </span>
      ))}
    </span>
  );
}

function Camera({ name }: { name: string | null }) {
  if (name === null) return <span className="ink-3">not named</span>;
  return <HostileText text={name} />;
}

/** For the keyboard: its click is the row's. */
function OpenButton({ id }: { id: number }) {
  const number = useFormat().count(id);
  return (
    <button type="button" className="link" aria-label={`Open detection ${number}`}>
      {number}
    </button>
  );
}
