import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from './blocks/block-codec.ts';
import { createPool, type ConnectionOptions } from './connection.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';

/** What a question needs to be there: rows of a log up to a number, or series up to an id. */
export type Reach = { log: Log; upTo: number } | { series: number };

/** A server that follows the primary by streaming replication. */
export interface Replica {
  /**
   * Asks it, if it holds all that the question needs. Null: it does not, or it failed: ask the primary.
   *
   * @param epoch of the database that is meant
   */
  ask<Answer>(
    epoch: string,
    reach: Reach,
    question: (pool: pg.Pool) => Promise<Answer>,
  ): Promise<{ answer: Answer } | null>;
  state(): ReplicaState;
  start(): void;
  stop(): Promise<void>;
}

export interface ReplicaState {
  /** Why nobody asks it; null: it answers. */
  away: string | null;
  /** Of the newest detection that it has; 0 while it was never seen. */
  position: number;
  /** Since the primary committed what it applied last, by their clocks. */
  behindSeconds: number;
  /** Questions that it answered, and those that the primary got in its place. */
  answered: number;
  passedOn: number;
}

export interface ReplicaOptions extends ConnectionOptions {
  /** Told when it goes away, and why, and with null when it is back. */
  onChange: (away: string | null) => void;
}

const POOL_SIZE = 8;
const LOOK_EVERY_MS = 500;
/** One that takes longer is as good as away: the primary answers in its place. */
const PATIENCE_MS = 3_000;
/** One that failed a question is not asked for so long, though it may answer when it is looked at. */
const MISTRUST_MS = 5_000;

const FOLLOWS = `
  SELECT pg_is_in_recovery() AS follows,
         coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8
           AS "behindSeconds"`;

interface Follows {
  follows: boolean;
  behindSeconds: number;
}

/**
 * What a log holds up to a number never changes, so that it does not matter which server tells it: a replica
 * is never wrong, it only may not have come so far. It is looked at now and then, and asked for nothing but
 * what it had already then.
 */
export function createReplica({ onChange, ...connection }: ReplicaOptions): Replica {
  const pool = createPool(connection, POOL_SIZE);
  const snapshots = createSnapshots(pool);
  const stopping = new AbortController();
  let looking: Promise<void> = Promise.resolve();
  /** What it held when it was looked at; null: it is not to be asked. */
  let reached: Snapshot | null = null;
  let position = 0;
  let behindSeconds = 0;
  let away: string | null = 'not seen yet';
  let mistrustedUntil = 0;
  let answered = 0;
  let passedOn = 0;

  function become(reason: string | null): void {
    const changed = (reason === null) !== (away === null);
    away = reason;
    if (reason !== null) reached = null;
    if (changed && !stopping.signal.aborted) onChange(reason);
  }

  async function look(): Promise<void> {
    try {
      const [snapshot, { rows }] = await inTime(
        Promise.all([snapshots.read(), pool.query<Follows>(FOLLOWS)]),
      );
      const [state] = rows;
      // After a failover, the server that was the primary may hold what nobody else ever got.
      if (state?.follows !== true) throw new Error('It is no replica: it follows no primary.');
      if (performance.now() < mistrustedUntil) return;
      reached = snapshot;
      position = snapshot.position;
      behindSeconds = Math.max(0, state.behindSeconds);
      become(null);
    } catch (error) {
      become(reasonOf(error));
    }
  }

  async function lookAgainAndAgain(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      await look();
      await wait(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    async ask(epoch, reach, question) {
      if (reached?.epoch === epoch && holds(reached, reach)) {
        try {
          const answer = await inTime(question(pool));
          answered += 1;
          return { answer };
        } catch (error) {
          mistrustedUntil = performance.now() + MISTRUST_MS;
          become(reasonOf(error));
        }
      }
      passedOn += 1;
      return null;
    },
    state: () => ({ away, position, behindSeconds, answered, passedOn }),
    start() {
      looking = lookAgainAndAgain();
    },
    async stop() {
      stopping.abort();
      // One that hangs gives no connection back.
      await inTime(Promise.all([looking, pool.end()])).catch(() => undefined);
    },
  };
}

function holds({ position, alertSeq, newestSeries }: Snapshot, reach: Reach): boolean {
  if ('series' in reach) return reach.series <= newestSeries;
  return reach.upTo <= (reach.log === 'detections' ? position : alertSeq);
}

/** A server whose machine is gone answers nothing, not even that it is gone. */
async function inTime<Answer>(answering: Promise<Answer>): Promise<Answer> {
  const over = new AbortController();
  const late = wait(PATIENCE_MS, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new Error(`It did not answer within ${String(PATIENCE_MS / 1_000)} s.`);
  });
  late.catch(() => undefined);
  answering.catch(() => undefined);
  try {
    return await Promise.race([answering, late]);
  } finally {
    over.abort();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
