'use client';

import type { System } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { Blank } from '../ui/blank.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';
import { isBehind, lagInWords, type LagRow } from './ailments.ts';

function PartitionState({ row, inUse }: { row: LagRow; inUse: boolean }) {
  if (!inUse) return <Status kind="off">Not in use</Status>;
  if (row.indexer === null) return <Status kind="danger">No indexer</Status>;
  if (isBehind(row)) return <Status kind="attention">Catching up</Status>;
  return <Status kind="ok">{row.messages === 0 ? 'Level' : 'Keeping up'}</Status>;
}

/** How far indexing is behind, by partition. */
export function Lag({ system }: { system: System | undefined }) {
  const format = useFormat();
  const several = new Set(system?.lag.map(({ topic }) => topic)).size > 1;
  return (
    <Panel
      title="Lag per partition"
      note={<span className="mono">{system?.topics.detections}</span>}
      className="col-span-12"
      actions={
        <span className="sub max-md:hidden pe-1.5">
          Every message is in detections or in quarantine, exactly once.
        </span>
      }
    >
      {system?.lag.length === 0 ? (
        <Blank
          title="No partition was read yet"
          text="They appear when an indexer has taken them over."
        />
      ) : (
        <Table
          caption="Lag per partition"
          className="compact flow ltbl"
          rows={system?.lag}
          keyOf={({ topic, partition }) => `${topic} ${String(partition)}`}
          expected={3}
          columns={[
            {
              title: 'Partition',
              isHead: true,
              cellClassName: 'med',
              cell: ({ topic, partition }) => (
                <>
                  {partition}
                  {several ? <span className="mono ink-3"> {topic}</span> : null}
                </>
              ),
            },
            {
              title: 'State',
              cell: (row) => (
                <PartitionState row={row} inUse={row.topic === system?.topics.detections} />
              ),
            },
            {
              title: 'Indexed up to',
              isNumber: true,
              cell: ({ nextOffset }) => format.count(nextOffset),
            },
            {
              title: 'Newest',
              isNumber: true,
              cellClassName: 'ink-2',
              cell: ({ endOffset }) => format.count(endOffset),
            },
            {
              title: 'Waiting',
              cellClassName: (row) => (isBehind(row) ? '' : 'ink-3'),
              cell: (row) => lagInWords(row, format),
            },
            {
              title: 'Indexer',
              cellClassName: 'mono ink-2',
              cell: ({ indexer }) => indexer?.slice(0, 8) ?? '–',
            },
            {
              title: 'Last batch',
              cellClassName: 'ink-2',
              cell: ({ nextOffset, updatedAt }) =>
                // Before the first message, it is the time at which reading began.
                nextOffset === 0 ? (
                  <span className="ink-3">–</span>
                ) : (
                  <RelativeTime time={updatedAt} />
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
