import type { Fault } from './fault.ts';
import {
  addIndexer,
  freezeIndexer,
  freezeInTransaction,
  killIndexer,
  killRelay,
  removeIndexer,
} from './indexer-faults.ts';
import { killBroker, killPostgres } from './server-faults.ts';
import { expireRecords, recreateTopic } from './topic-faults.ts';

/** Every kind of fault, by the name that reports use. */
export const FAULTS = {
  'kill indexer': killIndexer,
  'kill relay between publish and mark': killRelay,
  'freeze indexer past its session': freezeIndexer,
  'freeze indexer in its transaction': freezeInTransaction,
  'add indexer': addIndexer,
  'remove indexer': removeIndexer,
  'kill broker': killBroker,
  'kill Postgres': killPostgres,
  'recreate topic': recreateTopic,
  'expire unread records': expireRecords,
} satisfies Record<string, Fault>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];
