import type { LocalKafka, LocalPostgres } from '@intellisite/stack';
import type { Network } from '../network/network.ts';
import type { Recovery } from '../progress-watch.ts';
import type { Random } from '../random.ts';
import type { SmallDisk } from '../small-disk.ts';
import type { System } from '../system.ts';

/** What a fault may lay hands on. */
export interface Scene extends System {
  random: Random;
  kafka: LocalKafka;
  postgres: LocalPostgres;
  /** Web servers read from it; null: there is none. */
  replica: LocalPostgres | null;
  /** Where the servers store; null where no file system could be made for it. */
  disks: { kafka: SmallDisk | null; postgres: SmallDisk | null };
  network: Network;
  /** Messages that fill a transaction. */
  flood: number;
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
