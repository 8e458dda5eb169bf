import { setTimeout } from 'node:timers/promises';
import { howItEnded } from '../indexer-fleet.ts';
import type { IndexerProcess } from '../indexer-process.ts';
import { eventually } from '@intellisite/service/testing';
import type { Fault, Scene } from './fault.ts';

const SESSION_MS = 6_000;
const AIM_MS = 5_000;
const MOST_INDEXERS = 4;

/** One of those that work, with another one left to go on. */
function chooseVictim({ fleet, random }: Scene): IndexerProcess {
  while (fleet.healthy().length < 2) fleet.add();
  return random.pick(fleet.healthy());
}

function startAnotherLater({ fleet, random, later }: Scene): void {
  const pauseMs = random.between(0, 3_000);
  later(async () => {
    await setTimeout(pauseMs);
    if (fleet.healthy().length < MOST_INDEXERS) fleet.add();
  });
}

/** Past the session time-out, so that it wakes as a zombie: its partitions have other owners. */
function thawLater({ random, later }: Scene, victim: IndexerProcess): void {
  const frozenMs = SESSION_MS + random.between(2_000, 7_000);
  later(async () => {
    await setTimeout(frozenMs);
    victim.thaw();
  });
}

export const killIndexer: Fault = (scene) => {
  chooseVictim(scene).kill();
  startAnotherLater(scene);
  return Promise.resolve({ recovery: scene.watch.measure(), alone: scene.random.chance(0.5) });
};

/** Kills whoever relays at the moment when alerts reach their topic: sent, and not yet entered as sent. */
export const killRelay: Fault = async (scene) => {
  const { fleet, topics, watch, pool } = scene;
  chooseVictim(scene);
  const grew = await topics.grows(scene.alertsTopic, AIM_MS);
  const victim = fleet.byInstance((await relayOwner(scene)) ?? '');
  const before = await watch.read();
  if (grew) await topics.grows(scene.alertsTopic, AIM_MS);
  (victim ?? chooseVictim(scene)).kill();
  startAnotherLater(scene);
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

export const freezeIndexer: Fault = (scene) => {
  const victim = chooseVictim(scene);
  victim.freeze();
  thawLater(scene, victim);
  return Promise.resolve({ recovery: scene.watch.measure(), alone: true });
};

/** Freezes a writer that holds the ingest lock: it keeps it, and Postgres waits for it. */
export const freezeInTransaction: Fault = async (scene) => {
  const { fleet, feeder } = scene;
  chooseVictim(scene);
  // Longer transactions are easier to hit.
  scene.later(() => feeder.burst(20_000));
  const aimed = await eventually('a writer is frozen inside its transaction', () => aim(scene), {
    deadlineMs: AIM_MS,
    everyMs: 1,
  }).catch(() => null);
  const victim = aimed ?? chooseVictim(scene);
  victim.freeze();
  thawLater(scene, victim);
  return {
    recovery: scene.watch.measure(),
    alone: true,
    hit: aimed !== null && fleet.healthy().length > 0,
  };
};

const IN_TRANSACTION = `SELECT substr(application_name, 21) AS instance FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'intellisite-indexer %'
    AND xact_start IS NOT NULL AND wait_event_type IS DISTINCT FROM 'Lock'
    AND (state = 'idle in transaction' OR query LIKE 'COPY%')`;

/** Freezes the writer of the moment, and lets go of it again when its transaction was over by then. */
async function aim({ pool, fleet }: Scene): Promise<IndexerProcess | null> {
  const instance = await inTransaction();
  const victim = instance === undefined ? undefined : fleet.byInstance(instance);
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

export const addIndexer: Fault = (scene) => {
  if (scene.fleet.healthy().length >= MOST_INDEXERS) stopOne(scene);
  scene.fleet.add();
  return Promise.resolve({ recovery: scene.watch.measure() });
};

export const removeIndexer: Fault = (scene) => {
  stopOne(scene);
  if (scene.fleet.healthy().length < 2) startAnotherLater(scene);
  return Promise.resolve({ recovery: scene.watch.measure() });
};

function stopOne(scene: Scene): void {
  const leaving = chooseVictim(scene);
  const ended = leaving.terminate();
  scene.later(async () => {
    const complaint = howItEnded(leaving, await ended);
    if (complaint !== null) scene.complain(complaint);
  });
}
