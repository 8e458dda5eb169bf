import { setTimeout } from 'node:timers/promises';
import type { Pool } from '@intellisite/db';

/** How far ingestion is. */
export interface Progress {
  /** Detections and quarantined messages. */
  head: number;
  /** Alerts that the relay has entered as published, and all alerts. */
  publishedSeq: number;
  alertSeq: number;
  /** By partition. */
  checkpoints: ReadonlyMap<number, { generation: number; nextOffset: number; indexedAny: boolean }>;
}

/** How long a fault stopped ingestion. */
export interface Recovery {
  /** Until anything was indexed again, in ms; null: not before the round ended. */
  headMs: number | null;
  /** Until every partition went on. */
  allMs: number | null;
  /** Another fault struck before: the times say nothing of this one alone. */
  disturbed: boolean;
}

export interface ProgressWatch {
  /** Reads it now; throws while Postgres is away. */
  read(): Promise<Progress>;
  /** Watches from now on; the answer fills in as ingestion goes on. */
  measure(): Recovery;
  /** Resolves when the recovery is complete, or after `deadlineMs`. */
  recovered(recovery: Recovery, deadlineMs: number): Promise<void>;
  /** Marks what is still being measured. */
  disturb(): void;
  stop(): Promise<void>;
}

interface Measurement {
  since: number;
  /** The first look after the fault. */
  before: Progress | null;
  recovery: Recovery;
}

const LOOK_EVERY_MS = 50;

interface Row {
  head: number;
  published_seq: number;
  alert_seq: number;
  checkpoints: { partition: number; generation: number; next: number; indexed: boolean }[] | null;
}

export function createProgressWatch(pool: Pool, topic: string): ProgressWatch {
  let open: Measurement[] = [];
  let stopped = false;

  async function read(): Promise<Progress> {
    const { rows } = await pool.query<Row>(
      `SELECT s.position + s.quarantined AS head, r.published_seq, s.alert_seq,
              (SELECT json_agg(json_build_object('partition', partition, 'generation', generation,
                        'next', next_offset, 'indexed', last_offset IS NOT NULL))
                 FROM checkpoints WHERE topic = $1) AS checkpoints
         FROM store s CROSS JOIN relay r`,
      [topic],
    );
    const row = rows[0];
    if (!row) throw new Error('The store has no row.');
    return {
      head: row.head,
      publishedSeq: row.published_seq,
      alertSeq: row.alert_seq,
      checkpoints: new Map(
        (row.checkpoints ?? []).map(({ partition, generation, next, indexed }) => [
          partition,
          { generation, nextOffset: next, indexedAny: indexed },
        ]),
      ),
    };
  }

  function look(progress: Progress): void {
    for (const measurement of open) {
      const { since, before, recovery } = measurement;
      if (!before) {
        measurement.before = progress;
        continue;
      }
      const elapsed = Date.now() - since;
      if (progress.head > before.head) recovery.headMs ??= elapsed;
      const moved = [...before.checkpoints].every(([partition, then]) => {
        const now = progress.checkpoints.get(partition);
        return now?.nextOffset !== then.nextOffset || now.generation !== then.generation;
      });
      if (moved) recovery.allMs ??= elapsed;
    }
    open = open.filter(({ recovery }) => recovery.headMs === null || recovery.allMs === null);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      await read().then(look, () => undefined);
      await setTimeout(LOOK_EVERY_MS);
    }
  }
  const running = run();

  return {
    read,
    measure() {
      const recovery: Recovery = { headMs: null, allMs: null, disturbed: false };
      open.push({ since: Date.now(), before: null, recovery });
      return recovery;
    },
    async recovered(recovery, deadlineMs) {
      const deadline = Date.now() + deadlineMs;
      while ((recovery.headMs === null || recovery.allMs === null) && Date.now() < deadline) {
        await setTimeout(LOOK_EVERY_MS);
      }
    },
    disturb() {
      for (const { recovery } of open) recovery.disturbed = true;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
