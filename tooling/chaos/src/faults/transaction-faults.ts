import { setTimeout } from 'node:timers/promises';
import { eventually } from '@intellisite/service/testing';
import type { Intercepted } from '../network/tcp-link.ts';
import type { ServiceProcess } from '../services/service-process.ts';
import type { Fault, Scene } from './fault.ts';
import { chooseVictim, startAnotherLater, thawLater } from './service-faults.ts';

const AIM_MS = 5_000;

/** Kills whoever relays at the moment when alerts reach their topic: sent, and not yet entered as sent. */
export const killRelay: Fault = async (scene) => {
  const { indexers, topics, watch, pool } = scene;
  chooseVictim(indexers, scene);
  const grew = await topics.grows(scene.alertsTopic, AIM_MS);
  const victim = indexers.byInstance((await relayOwner(scene)) ?? '');
  const before = await watch.read();
  if (grew) await topics.grows(scene.alertsTopic, AIM_MS);
  (victim ?? chooseVictim(indexers, scene)).kill();
  startAnotherLater('indexers', scene);
  const { rows } = await pool.query<{ published_seq: number }>('SELECT published_seq FROM relay');
  return {
    recovery: watch.measure(),
    hit: grew && victim !== undefined && rows[0]?.published_seq === before.publishedSeq,
  };
};

async function relayOwner({ pool }: Scene): Promise<string | null> {
  const { rows } = await pool.query<{ owner: string | null }>('SELECT owner FROM relay');
  return rows[0]?.owner ?? null;
}

/** Freezes a writer that holds the ingest lock: it keeps it, and Postgres waits for it. */
export const freezeInTransaction: Fault = async (scene) => {
  const { indexers, feeder } = scene;
  chooseVictim(indexers, scene);
  // Longer transactions are easier to hit.
  scene.later(() => feeder.burst(scene.flood));
  const aimed = await eventually('a writer is frozen inside its transaction', () => aim(scene), {
    deadlineMs: AIM_MS,
    everyMs: 1,
  }).catch(() => null);
  const victim = aimed ?? chooseVictim(indexers, scene);
  victim.freeze();
  thawLater('indexers', scene, victim);
  return {
    recovery: scene.watch.measure(),
    alone: true,
    hit: aimed !== null && indexers.healthy().length > 0,
  };
};

const IN_TRANSACTION = `SELECT substr(application_name, 21) AS instance FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'intellisite-indexer %'
    AND xact_start IS NOT NULL AND wait_event_type IS DISTINCT FROM 'Lock'
    AND (state = 'idle in transaction' OR query LIKE 'COPY%')`;

/** Freezes the writer of the moment, and lets go of it again when its transaction was over by then. */
async function aim({ pool, indexers }: Scene): Promise<ServiceProcess | null> {
  const instance = await inTransaction();
  const victim = instance === undefined ? undefined : indexers.byInstance(instance);
  if (victim?.state !== 'running') return null;
  victim.freeze();
  // What was on its way to Postgres arrives.
  await setTimeout(100);
  if ((await inTransaction()) === instance) return victim;
  victim.thaw();
  return null;

  async function inTransaction(): Promise<string | undefined> {
    const { rows } = await pool.query<{ instance: string }>(IN_TRANSACTION);
    return rows[0]?.instance;
  }
}

/** The query as it goes to Postgres. */
const COMMIT = Buffer.from('COMMIT\0');
/** Long enough for Postgres to commit. */
const COMMITTED_MS = 200;

/**
 * Kills Postgres while an indexer's COMMIT is on its way, at work, or done and not yet known to the
 * indexer: in the end the transaction is there or it is not, and the indexer cannot know.
 */
export const killPostgresInCommit: Fault = async (scene) => {
  const { postgres, network, random, watch } = scene;
  const instant = random.pick(['before', 'during', 'after'] as const);
  const commit = await network.indexerToPostgres.intercept(COMMIT, AIM_MS);
  if (instant !== 'before') commit?.forward({ answered: false });
  if (instant === 'after') await setTimeout(COMMITTED_MS);
  await postgres.kill();
  network.indexerToPostgres.cut();
  await postgres.restart();
  return { recovery: watch.measure(), alone: random.chance(0.5), hit: commit !== null };
};

/** Enough that the one whose COMMIT is held has some to decode meanwhile. */
const NEXT_MESSAGES = 300;
/** They are in its memory by then. Shorter than others wait for its lock before they end its session. */
const DECODED_MS = 1_000;
const TAKEN_OVER_MS = 30_000;

/**
 * Freezes an indexer between two transactions: one is committed, the next batch is in its memory, and
 * nothing is open in Postgres that could be ended. When others have written past that batch, it wakes
 * and writes: it asks its group no sooner.
 */
export const freezeBetweenTransactions: Fault = async (scene) => {
  const { indexers, feeder, watch, later } = scene;
  chooseVictim(indexers, scene);
  const held = await holdCommit(scene);
  later(() => feeder.burst(NEXT_MESSAGES));
  await setTimeout(DECODED_MS);
  const victim = held?.writer ?? chooseVictim(indexers, scene);
  victim.freeze();
  held?.commit.forward({ answered: true });
  await setTimeout(COMMITTED_MS);
  const recovery = watch.measure();
  await watch.recovered(recovery, TAKEN_OVER_MS);
  const session = held && (await writerAt(scene, held.commit));
  victim.thaw();
  return { recovery, alone: true, hit: session?.state === 'idle' && recovery.allMs !== null };
};

/** Stops the COMMIT of an ingest transaction on its way. */
async function holdCommit(
  scene: Scene,
): Promise<{ commit: Intercepted; writer: ServiceProcess } | null> {
  const deadline = Date.now() + AIM_MS;
  while (Date.now() < deadline) {
    const commit = await scene.network.indexerToPostgres.intercept(COMMIT, AIM_MS);
    if (!commit) break;
    const writer = scene.indexers.byInstance((await writerAt(scene, commit))?.instance ?? '');
    if (writer?.state === 'running') return { commit, writer };
    commit.forward({ answered: true });
  }
  return null;
}

/** The session that a message belongs to, if it is one of the ingest transaction. */
async function writerAt(
  { pool }: Scene,
  { port }: Intercepted,
): Promise<{ instance: string; state: string } | undefined> {
  const { rows } = await pool.query<{ instance: string; state: string }>(
    `SELECT substr(application_name, 21) AS instance, state FROM pg_stat_activity
      WHERE client_port = $1 AND application_name LIKE 'intellisite-indexer %'`,
    [port],
  );
  return rows[0];
}
