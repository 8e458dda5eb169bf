'use client';

import type { System } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { Panel } from '../ui/panel.tsx';

const CAUSES = {
  expired: 'Kafka had dropped them by age or size before they were read',
  recreated: 'the topic was made anew; at least these were in the old one',
  truncated: 'the topic lost its tail; at least these were in it',
} as const;

/** Messages that Kafka no longer had when they were due. Shown only where there are any. */
export function LostMessages({ system, now }: { system: System; now: number }) {
  const format = useFormat();
  return (
    <Panel
      title="Lost messages"
      note={`${format.count(system.lostOffsets)} in all; Kafka no longer had them when they were due`}
      className="col-span-12"
      rule
    >
      <table className="tbl compact flow xtbl">
        <caption className="sr">Lost messages, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Found</th>
            <th scope="col" className="num">
              Messages
            </th>
            <th scope="col">Partition</th>
            <th scope="col" className="num">
              Offsets
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {system.lost.map((range) => (
            <tr
              key={`${range.topic} ${String(range.partition)} ${String(range.generation)} ${String(range.fromOffset)}`}
            >
              <td>
                <time dateTime={range.foundAt} title={format.exact(range.foundAt)}>
                  {format.relative(range.foundAt, now)}
                </time>
              </td>
              <td className="num med">{format.count(range.toOffset - range.fromOffset)}</td>
              <td className="ink-2">{range.partition}</td>
              <td className="num ink-2">
                {format.count(range.fromOffset)} to {format.count(range.toOffset - 1)}
              </td>
              <td className="ink-2">{CAUSES[range.cause]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
