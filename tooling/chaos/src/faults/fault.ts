import type { Pool } from '@intellisite/db';
import type { LocalKafka, LocalPostgres } from '@intellisite/stack';
import type { Feeder } from '../feeder.ts';
import type { IndexerFleet } from '../indexer-fleet.ts';
import type { ProgressWatch, Recovery } from '../progress-watch.ts';
import type { Random } from '../random.ts';
import type { TopicClient } from '../topic-client.ts';
import type { Witness } from '../witness.ts';

/** What a fault may lay hands on. */
export interface Scene {
  random: Random;
  kafka: LocalKafka;
  postgres: LocalPostgres;
  pool: Pool;
  fleet: IndexerFleet;
  feeder: Feeder;
  witness: Witness;
  topics: TopicClient;
  detectionsTopic: string;
  alertsTopic: string;
  partitions: number;
  watch: ProgressWatch;
  /** What follows from the fault later: the round waits for it before it judges. */
  later: (task: () => Promise<void>) => void;
  /** Something that must not be. */
  complain(detail: string): void;
}

export interface FaultOutcome {
  recovery: Recovery;
  /** No other fault before ingestion goes on, so that the time means something. */
  alone?: boolean;
  /** The instant that was aimed at: whether it was hit. */
  hit?: boolean;
}

export type Fault = (scene: Scene) => Promise<FaultOutcome>;
