'use client';

import type { Quarantined } from '@intellisite/contracts';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { bytesOf, piecesOf } from '../../lib/raw-message.ts';
import { useFormat } from '../locale-provider.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Table } from '../ui/table.tsx';
import { MessageText, RawMessage } from './raw-message.tsx';

/** No more of a message fits into its row. */
const PREVIEW_BYTES = 160;

function Preview({ value }: { value: string | null }) {
  if (value === null) return <span className="ink-3">no value</span>;
  return (
    <bdi>
      <MessageText pieces={piecesOf(bytesOf(value).subarray(0, PREVIEW_BYTES))} />
    </bdi>
  );
}

/** A page of the quarantine. One message at a time is open below its row. */
export function QuarantineTable({
  rows,
  open,
  onOpen,
}: {
  rows: readonly Quarantined[] | undefined;
  open: number | null;
  onOpen: (id: number | null) => void;
}) {
  const format = useFormat();
  return (
    <Table
      caption="Quarantined messages, newest first"
      className="flow qtbl"
      rows={rows}
      keyOf={({ id }) => id}
      expected={3}
      openBelow={(row) => (row.id === open ? <RawMessage message={row} /> : null)}
      columns={[
        { title: 'Arrived', cell: ({ ingestedAt }) => <RelativeTime time={ingestedAt} /> },
        {
          title: 'Why',
          cellClassName: 'cut',
          hover: ({ reason }) => reason,
          cell: ({ reason }) => reason,
        },
        { title: 'Partition', cellClassName: 'ink-2', cell: ({ partition }) => partition },
        {
          title: 'Offset',
          isNumber: true,
          cellClassName: 'ink-2',
          cell: ({ offset }) => format.count(offset),
        },
        {
          title: 'Bytes',
          isNumber: true,
          cellClassName: 'ink-2',
          cell: ({ bytes }) => format.count(bytes),
        },
        {
          title: 'Message',
          cellClassName: 'cut mono ink-2',
          cell: ({ value }) => <Preview value={value} />,
        },
        {
          title: 'Open',
          isTitleHidden: true,
          cellClassName: 'num',
          cell: ({ id }) => <OpenButton isOpen={id === open} id={id} onOpen={onOpen} />,
        },
      ]}
    />
  );
}

function OpenButton({
  id,
  isOpen,
  onOpen,
}: {
  id: number;
  isOpen: boolean;
  onOpen: (id: number | null) => void;
}) {
  const label = isOpen ? 'Close the message' : 'Show the message';
  const Icon = isOpen ? ChevronUp : ChevronDown;
  return (
    <button
      type="button"
      className="btn icon ghost s"
      aria-label={label}
      title={label}
      aria-expanded={isOpen}
      onClick={() => {
        onOpen(isOpen ? null : id);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
}
