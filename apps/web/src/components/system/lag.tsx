'use client';

import type { System } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { Panel } from '../ui/panel.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Status } from '../ui/status.tsx';
import { isBehind, lagInWords, type LagRow } from './ailments.ts';

function PartitionState({ row, inUse }: { row: LagRow; inUse: boolean }) {
  if (!inUse) return <Status kind="off">Not in use</Status>;
  if (row.indexer === null) return <Status kind="danger">No indexer</Status>;
  if (isBehind(row)) return <Status kind="attention">Catching up</Status>;
  return <Status kind="ok">{row.messages === 0 ? 'Level' : 'Keeping up'}</Status>;
}

/** How far indexing is behind, by partition. */
export function Lag({ system, now }: { system: System | undefined; now: number }) {
  const format = useFormat();
  const several = new Set(system?.lag.map(({ topic }) => topic)).size > 1;
  return (
    <Panel
      title="Lag per partition"
      note={<span className="mono">{system?.topics.detections}</span>}
      className="col-span-12"
      actions={
        <span className="sub m-hide pe-1.5">
          Every message is in detections or in quarantine, exactly once.
        </span>
      }
    >
      {system?.lag.length === 0 ? (
        <div className="blank">
          <h3>No partition was read yet</h3>
          <p>They appear when an indexer has taken them over.</p>
        </div>
      ) : (
        <table className="tbl compact flow ltbl">
          <caption className="sr">Lag per partition</caption>
          <thead>
            <tr>
              <th scope="col">Partition</th>
              <th scope="col">State</th>
              <th scope="col" className="num">
                Indexed up to
              </th>
              <th scope="col" className="num">
                Newest
              </th>
              <th scope="col">Waiting</th>
              <th scope="col">Indexer</th>
              <th scope="col">Last batch</th>
            </tr>
          </thead>
          <tbody>
            {system ? (
              system.lag.map((row) => (
                <tr key={`${row.topic} ${String(row.partition)}`}>
                  <th scope="row" className="med">
                    {row.partition}
                    {several ? <span className="mono ink-3"> {row.topic}</span> : null}
                  </th>
                  <td>
                    <PartitionState row={row} inUse={row.topic === system.topics.detections} />
                  </td>
                  <td className="num">{format.count(row.nextOffset)}</td>
                  <td className="num ink-2">{format.count(row.endOffset)}</td>
                  <td className={row.messages === 0 ? 'ink-3' : ''}>{lagInWords(row, format)}</td>
                  <td className="mono ink-2">{row.indexer?.slice(0, 8) ?? '–'}</td>
                  <td className="ink-2">
                    <time dateTime={row.updatedAt} title={format.exact(row.updatedAt)}>
                      {format.relative(row.updatedAt, now)}
                    </time>
                  </td>
                </tr>
              ))
            ) : (
              <SkeletonRows rows={3} columns={7} />
            )}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
