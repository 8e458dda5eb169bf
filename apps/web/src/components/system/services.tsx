'use client';

import type { System } from '@intellisite/contracts';
import type { ReactNode } from 'react';
import type { Format } from '../../lib/format.ts';
import { useFormat } from '../locale-provider.tsx';
import { Panel } from '../ui/panel.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Status, type StatusKind } from '../ui/status.tsx';
import { currentLag } from './ailments.ts';

type Service = System['services'][number];

const STATES: Record<Service['state'], { kind: StatusKind; word: string }> = {
  ready: { kind: 'ok', word: 'Running' },
  degraded: { kind: 'attention', word: 'Running, degraded' },
  unavailable: { kind: 'danger', word: 'Not ready' },
  silent: { kind: 'danger', word: 'Silent' },
};

interface Row {
  key: string;
  name: string;
  /** Tells instances of a kind apart. */
  instance?: string;
  status: { kind: StatusKind; word: string };
  /** Null: it cannot be known. */
  startedAt: string | null;
  heartbeatAt: string | null;
  version: string | null;
  now: string;
}

/** What a service is busy with. */
function nowOf({ id, kind, note }: Service, system: System): string {
  if (note !== null) return note;
  if (kind === 'web') return '';
  const owned = currentLag(system).filter(({ indexer }) => indexer === id);
  const partitions = owned.map(({ partition }) => String(partition)).join(', ');
  const has =
    owned.length === 0
      ? 'waits for partitions'
      : `has partition${owned.length === 1 ? '' : 's'} ${partitions}`;
  return system.relay.owner === id ? `${has}; sends the alerts` : has;
}

function rowsOf(system: System, now: number, format: Format): Row[] {
  const { services, parts, database, topics } = system;
  const rows = services.map((service): Row => ({
    key: service.id,
    name: service.kind === 'web' ? 'Web and API' : 'Indexer',
    instance: service.id.slice(0, 8),
    status: STATES[service.state],
    startedAt: service.startedAt,
    heartbeatAt: service.heartbeatAt,
    version: service.version,
    now: service.state === 'silent' ? 'dead, frozen or cut off' : nowOf(service, system),
  }));
  if (!services.some(({ kind }) => kind === 'indexer')) {
    rows.push({
      key: 'indexer',
      name: 'Indexer',
      status: { kind: 'danger', word: 'None' },
      startedAt: null,
      heartbeatAt: null,
      version: null,
      now: 'none has been started',
    });
  }
  const partitions = currentLag(system).length;
  return [
    ...rows,
    {
      key: 'senders',
      name: 'Producer, cameras',
      status: { kind: 'off', word: 'Not watched' },
      startedAt: null,
      heartbeatAt: null,
      version: null,
      now:
        system.lastIndexedAt === null
          ? 'no message has come yet'
          : `last message indexed ${format.relative(system.lastIndexedAt, now)}`,
    },
    {
      key: 'kafka',
      name: 'Kafka',
      status:
        parts.kafka === 'ok'
          ? { kind: 'ok', word: 'Answers' }
          : { kind: 'danger', word: 'Unreachable' },
      startedAt: null,
      heartbeatAt: null,
      version: null,
      now: `${topics.detections}, ${partitions === 1 ? '1 partition' : `${String(partitions)} partitions`}`,
    },
    {
      key: 'postgres',
      name: 'Postgres',
      status: { kind: 'ok', word: 'Answers' },
      startedAt: database.startedAt,
      heartbeatAt: null,
      version: database.version,
      now: `${format.bytes(database.bytes)} on disk`,
    },
  ];
}

function Ago({ time, children }: { time: string | null; children: (time: string) => ReactNode }) {
  const format = useFormat();
  if (time === null) return <span className="ink-3">–</span>;
  return (
    <time dateTime={time} title={format.exact(time)}>
      {children(time)}
    </time>
  );
}

/** Every process and server: in which state, since when, and when it spoke last. */
export function Services({ system, now }: { system: System | undefined; now: number }) {
  const format = useFormat();
  const silent = system?.services.filter(({ state }) => state === 'silent').length ?? 0;
  return (
    <Panel
      title="Services"
      className="col-span-8"
      note={silent === 0 ? '' : 'silent ones are forgotten 10 minutes after a successor came'}
    >
      <table className="tbl flow stbl">
        <caption className="sr">Services</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">State</th>
            <th scope="col">Up for</th>
            <th scope="col" className="l-hide">
              Heartbeat
            </th>
            <th scope="col">Version</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {system ? (
            rowsOf(system, now, format).map((row) => (
              <tr key={row.key}>
                <th scope="row" className="med">
                  {row.name}
                  {row.instance === undefined ? null : (
                    <span className="mono ink-3"> {row.instance}</span>
                  )}
                </th>
                <td>
                  <Status kind={row.status.kind}>{row.status.word}</Status>
                </td>
                <td className="ink-2">
                  <Ago time={row.startedAt}>
                    {(time) => (
                      <>
                        <span className="m-only">up for </span>
                        {format.duration(Math.max(0, now - Date.parse(time)))}
                      </>
                    )}
                  </Ago>
                </td>
                <td className="ink-2 l-hide">
                  <Ago time={row.heartbeatAt}>{(time) => format.relative(time, now)}</Ago>
                </td>
                <td className="ink-2">{row.version ?? <span className="ink-3">–</span>}</td>
                <td className="ink-2 cut" title={row.now}>
                  {row.now}
                </td>
              </tr>
            ))
          ) : (
            <SkeletonRows rows={5} columns={6} />
          )}
        </tbody>
      </table>
    </Panel>
  );
}
