import { PIPELINE_KINDS, SYSTEM_KINDS, type FaultKind } from './faults/kinds.ts';
import type { Pace } from './traffic/feeder.ts';

export type PartName = 'system' | 'pipeline';

/** How much of the system a round runs, and under which load. */
export interface Part {
  kinds: readonly FaultKind[];
  webs: number;
  listeners: number;
  readers: number;
  pace: Pace;
  /** Messages that fill a transaction. */
  flood: number;
  /** Whether web servers read from a replica. */
  replica: boolean;
  /** Whether the services are there before their tables are. */
  migratesWhileRunning: boolean;
}

export const PARTS: Record<PartName, Part> = {
  /** From cameras to people: every alert is told to every listener, so there are fewer of them. */
  system: {
    kinds: SYSTEM_KINDS,
    webs: 2,
    listeners: 200,
    readers: 20,
    pace: { steps: [1, 3, 10, 40], pauseMs: [50, 600] },
    flood: 1_500,
    replica: true,
    migratesWhileRunning: true,
  },
  /** Kafka to Postgres to Kafka, from a trickle, where a transaction holds one message, to a flood that fills it. */
  pipeline: {
    kinds: PIPELINE_KINDS,
    webs: 0,
    listeners: 0,
    readers: 0,
    pace: { steps: [1, 5, 50, 300, 1_000, 3_000], pauseMs: [5, 150] },
    flood: 20_000,
    replica: false,
    migratesWhileRunning: false,
  },
};
