import type pg from 'pg';
import { BLOCK_SIZE, type Log } from '../blocks/block-codec.ts';
import type { Reach, Replica } from '../replica.ts';

/** Who answers questions about the logs of one database. */
export interface LogSource {
  readonly epoch: string;
  /** `question` may be asked twice: of a replica that fails, and then of the primary. */
  ask<Answer>(reach: Reach, question: (pool: pg.Pool) => Promise<Answer>): Promise<Answer>;
}

/** The servers that hold the logs. */
export interface LogServers {
  pool: pg.Pool;
  /** Asked first where it has come so far. */
  replica?: Replica | null | undefined;
}

export function createLogSource({ pool, replica }: LogServers, epoch: string): LogSource {
  return {
    epoch,
    async ask(reach, question) {
      const told = await replica?.ask(epoch, reach, question);
      return told ? told.answer : await question(pool);
    },
  };
}

/** Complete blocks up to the last of these. */
export function throughBlocks(log: Log, blocks: readonly number[]): Reach {
  const last = blocks.reduce((highest, block) => Math.max(highest, block), -1);
  return { log, upTo: (last + 1) * BLOCK_SIZE };
}
