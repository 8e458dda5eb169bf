import { jumpClock } from './clock-faults.ts';
import { fillBroker, fillPostgres, loseBrokerData } from './disk-faults.ts';
import type { Fault } from './fault.ts';
import { changeSchema } from './schema-faults.ts';
import {
  delayConnections,
  dropConnections,
  refuseConnections,
  stallConnections,
} from './network-faults.ts';
import { freezeReplica, holdReplicaBack, killReplica } from './replica-faults.ts';
import { freezeBroker, freezePostgres, killBroker, killPostgres } from './server-faults.ts';
import { add, freeze, kill, remove } from './service-faults.ts';
import { expireRecords, recreateTopic } from './topic-faults.ts';
import {
  freezeBetweenTransactions,
  freezeInTransaction,
  killPostgresInCommit,
  killRelay,
} from './transaction-faults.ts';

const PIPELINE_FAULTS = {
  'kill indexer': kill('indexers'),
  'kill relay between publish and mark': killRelay,
  'freeze indexer past its session': freeze('indexers'),
  'freeze indexer in its transaction': freezeInTransaction,
  'freeze indexer between two transactions': freezeBetweenTransactions,
  'add indexer': add('indexers'),
  'remove indexer': remove('indexers'),
  'kill broker': killBroker,
  'kill Postgres': killPostgres,
  'kill Postgres in a commit': killPostgresInCommit,
  'recreate topic': recreateTopic,
  'expire unread records': expireRecords,
  'jump clock of indexer': jumpClock('indexers'),
} satisfies Record<string, Fault>;

const SYSTEM_FAULTS = {
  ...PIPELINE_FAULTS,
  'kill web': kill('webs'),
  'freeze web': freeze('webs'),
  'add web': add('webs'),
  'remove web': remove('webs'),
  'jump clock of web': jumpClock('webs'),
  'freeze broker': freezeBroker,
  'freeze Postgres': freezePostgres,
  'kill replica': killReplica,
  'freeze replica': freezeReplica,
  'hold replica back': holdReplicaBack,
  'drop connections': dropConnections,
  'refuse connections': refuseConnections,
  'delay connections': delayConnections,
  'stall connections': stallConnections,
  'fill the disk of Postgres': fillPostgres,
  'fill the disk of the broker': fillBroker,
  "lose the broker's data": loseBrokerData,
  'change the schema': changeSchema,
} satisfies Record<string, Fault>;

/** Every kind of fault, by the name that reports use. */
export type FaultKind = keyof typeof SYSTEM_FAULTS;

export const FAULTS: Record<FaultKind, Fault> = SYSTEM_FAULTS;

export const PIPELINE_KINDS = Object.keys(PIPELINE_FAULTS) as FaultKind[];
export const SYSTEM_KINDS = Object.keys(SYSTEM_FAULTS) as FaultKind[];

/** Those after which an indexer wakes that has lost its partitions. */
export const ZOMBIE_KINDS: readonly FaultKind[] = [
  'freeze indexer past its session',
  'freeze indexer in its transaction',
  'freeze indexer between two transactions',
];

/** Those that need processes with a time of day of their own. */
export const CLOCK_KINDS: readonly FaultKind[] = ['jump clock of indexer', 'jump clock of web'];

/** Those that need a file system of their own for the servers' data. */
export const DISK_KINDS: readonly FaultKind[] = [
  'fill the disk of Postgres',
  'fill the disk of the broker',
];
