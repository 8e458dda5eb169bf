import { setTimeout } from 'node:timers/promises';
import { createPool } from '@intellisite/db';
import type { Fault, Scene } from './fault.ts';
import { freezeServer, killServer } from './server-faults.ts';

/** Past the time that web servers give it. */
const AWAY_MS = [2_000, 12_000] as const;

export const killReplica: Fault = async (scene) => {
  await killServer(replicaOf(scene), scene.random);
  return { recovery: scene.watch.measure() };
};

export const freezeReplica: Fault = async (scene) => {
  await freezeServer(replicaOf(scene), scene.random.between(...AWAY_MS));
  return { recovery: scene.watch.measure() };
};

/** It answers, and comes no further than it is. */
export const holdReplicaBack: Fault = async (scene) => {
  const { superuserUrl } = replicaOf(scene);
  const pool = createPool({ databaseUrl: superuserUrl, applicationName: 'chaos' }, 1);
  try {
    await pool.query('SELECT pg_wal_replay_pause()');
    await setTimeout(scene.random.between(...AWAY_MS));
    await pool.query('SELECT pg_wal_replay_resume()');
  } finally {
    await pool.end();
  }
  return { recovery: scene.watch.measure() };
};

function replicaOf({ replica }: Scene): NonNullable<Scene['replica']> {
  if (!replica) throw new Error('There is no replica.');
  return replica;
}
