'use client';

import type { System } from '@intellisite/contracts';
import type { Format } from '../../lib/format.ts';
import { useClock } from '../../lib/use-clock.ts';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status, type StatusKind } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';
import { currentLag } from './ailments.ts';

type Service = System['services'][number];

const SECOND_MS = 1_000;

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

const NOT_KNOWN = <span className="ink-3">–</span>;

function UpFor({ since }: { since: string }) {
  const format = useFormat();
  const text = useClock((now) => format.duration(Math.max(0, now - Date.parse(since))));
  return (
    <ExactTime time={since}>
      <span className="md:hidden">up for </span>
      {text}
    </ExactTime>
  );
}

/** Every process and server: in which state, since when, and when it spoke last. */
export function Services({ system }: { system: System | undefined }) {
  const now = useClock((time) => Math.floor(time / SECOND_MS) * SECOND_MS);
  const format = useFormat();
  const silent = system?.services.filter(({ state }) => state === 'silent').length ?? 0;
  return (
    <Panel
      title="Services"
      className="col-span-8"
      note={silent === 0 ? '' : 'silent ones are forgotten 10 minutes after a successor came'}
    >
      <Table
        caption="Services"
        className="flow stbl"
        rows={system && rowsOf(system, now, format)}
        keyOf={({ key }) => key}
        expected={5}
        columns={[
          {
            title: 'Service',
            isHead: true,
            cellClassName: 'med',
            cell: ({ name, instance }) => (
              <>
                {name}
                {instance === undefined ? null : <span className="mono ink-3"> {instance}</span>}
              </>
            ),
          },
          {
            title: 'State',
            cell: ({ status }) => <Status kind={status.kind}>{status.word}</Status>,
          },
          {
            title: 'Up for',
            cellClassName: 'ink-2',
            cell: ({ startedAt }) => (startedAt === null ? NOT_KNOWN : <UpFor since={startedAt} />),
          },
          {
            title: 'Heartbeat',
            className: 'max-lg:hidden',
            cellClassName: 'ink-2',
            cell: ({ heartbeatAt }) =>
              heartbeatAt === null ? NOT_KNOWN : <RelativeTime time={heartbeatAt} />,
          },
          {
            title: 'Version',
            cellClassName: 'ink-2',
            cell: ({ version }) => version ?? NOT_KNOWN,
          },
          {
            title: 'Now',
            cellClassName: 'ink-2',
            cell: ({ now }) => now,
          },
        ]}
      />
    </Panel>
  );
}
