import { setTimeout } from 'node:timers/promises';
import { eventually } from '@intellisite/service/testing';
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
