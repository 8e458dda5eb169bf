'use client';

import type { System } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Table } from '../ui/table.tsx';

const CAUSES = {
  expired: 'Kafka had dropped them by age or size before they were read',
  recreated: 'the topic was made anew; at least these were in the old one',
  truncated: 'the topic lost its tail; at least these were in it',
} as const;

/** Messages that Kafka no longer had when they were due. Shown only where there are any. */
export function LostMessages({ system }: { system: System }) {
  const format = useFormat();
  return (
    <Panel
      title="Lost messages"
      note={`${format.count(system.lostOffsets)} in all; Kafka no longer had them when they were due`}
      className="col-span-12"
      rule
    >
      <Table
        caption="Lost messages, the newest first"
        className="compact flow xtbl"
        rows={system.lost}
        keyOf={({ topic, partition, generation, fromOffset }) =>
          [topic, partition, generation, fromOffset].join(' ')
        }
        expected={1}
        columns={[
          { title: 'Found', cell: ({ foundAt }) => <RelativeTime time={foundAt} /> },
          {
            title: 'Messages',
            isNumber: true,
            cellClassName: 'med',
            cell: ({ fromOffset, toOffset }) => format.count(toOffset - fromOffset),
          },
          { title: 'Partition', cellClassName: 'ink-2', cell: ({ partition }) => partition },
          {
            title: 'Offsets',
            isNumber: true,
            cellClassName: 'ink-2',
            cell: ({ fromOffset, toOffset }) =>
              `${format.count(fromOffset)} to ${format.count(toOffset - 1)}`,
          },
          { title: 'Why', cellClassName: 'ink-2', cell: ({ cause }) => CAUSES[cause] },
        ]}
      />
    </Panel>
  );
}
