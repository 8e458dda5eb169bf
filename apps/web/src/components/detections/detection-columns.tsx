'use client';

import type { Detection } from '@intellisite/contracts';
import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
} from '@tanstack/react-table';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';

/** Paging, filters and order are the server's. */
export const features = tableFeatures({
  columnVisibilityFeature,
  columnMeta: metaHelper<{
    /** Of its cells, also where a phone places them. */
    className: string;
    isNumber?: boolean;
  }>(),
});

const column = createColumnHelper<typeof features, Detection>();

export const DETECTION_COLUMNS = column.columns([
  column.accessor('timestamp', {
    id: 'detected',
    header: 'Detected',
    meta: { className: 'at' },
    cell: (cell) => <DetectedAt time={cell.getValue()} />,
  }),
  column.accessor('year', {
    header: 'Year',
    meta: { className: 'year', isNumber: true },
    cell: (cell) => cell.getValue(),
  }),
  column.accessor('make', {
    header: 'Make',
    meta: { className: 'med make' },
    cell: (cell) => <Name text={cell.getValue()} />,
  }),
  column.accessor('model', {
    header: 'Model',
    meta: { className: 'model' },
    cell: (cell) => <Name text={cell.getValue()} />,
  }),
  column.accessor('categories', {
    id: 'category',
    header: 'Category',
    meta: { className: 'what' },
    cell: (cell) => <Categories names={cell.getValue()} />,
  }),
  column.accessor('source', {
    id: 'camera',
    header: 'Camera',
    meta: { className: 'ink-2 where' },
    cell: (cell) => <Camera name={cell.getValue()} />,
  }),
  column.accessor('id', {
    id: 'number',
    header: 'Number',
    enableHiding: false,
    meta: { className: 'number', isNumber: true },
    cell: (cell) => <OpenButton id={cell.getValue()} />,
  }),
]);

function DetectedAt({ time }: { time: string }) {
  const format = useFormat();
  return (
    <time dateTime={time} title={format.exact(time)}>
      {format.clock(time)} <span className="day ink-3">{format.day(time)}</span>
    </time>
  );
}

function Name({ text }: { text: string }) {
  return <HostileText text={text} className="cut inline-block max-w-56 align-bottom" />;
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
  return <HostileText text={name} className="cut inline-block max-w-48 align-bottom" />;
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
