import type { Pool } from './connection.ts';

/** A process of this installation. */
export interface ServiceInstance {
  /** UUID, another one for each start. */
  id: string;
  kind: 'web' | 'indexer';
  version: string;
  startedAt: Date;
}

/** A partition that an indexer has. */
export interface OwnedPartitionReport {
  topic: string;
  partition: number;
  /** Age of the newest indexed message while others wait behind it; null while that is not known. */
  behindSeconds: number | null;
}

/** What a process says of itself. */
export interface ServiceReport {
  state: 'ready' | 'degraded' | 'unavailable';
  /** What is amiss; null while it is ready. */
  note: string | null;
  /** Of an indexer. */
  partitions: readonly OwnedPartitionReport[];
}

export interface KnownService extends ServiceInstance, ServiceReport {
  heartbeatAt: Date;
  /** It has not spoken for so long that it is dead, frozen or cut off. */
  silent: boolean;
}

const SILENT_AFTER_SECONDS = 10;
/** Whoever died is of interest until a successor has run for a while. */
const FORGOTTEN_AFTER_SECONDS = 600;

/** Enters that the process lives, and what it says of itself. The database's clock decides when. */
export async function enterHeartbeat(
  pool: Pool,
  { id, kind, version, startedAt }: ServiceInstance,
  { state, note, partitions }: ServiceReport,
): Promise<void> {
  await pool.query(
    `INSERT INTO service_instances (id, kind, version, started_at, heartbeat_at, state, note, partitions)
     VALUES ($1, $2, $3, $4, clock_timestamp(), $5, $6, $7)
     ON CONFLICT (id) DO UPDATE
        SET heartbeat_at = excluded.heartbeat_at, state = excluded.state,
            note = excluded.note, partitions = excluded.partitions`,
    [id, kind, version, startedAt, state, note, JSON.stringify(partitions)],
  );
}

/** The process stops by its own will: nobody should wait for it. */
export async function leaveServices(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM service_instances WHERE id = $1', [id]);
}

/** Forgets those that fell silent long ago, but for the last of a kind: it says since when none runs. */
export async function forgetSilentServices(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM service_instances old
      WHERE old.heartbeat_at < clock_timestamp() - make_interval(secs => $1)
        AND EXISTS (SELECT FROM service_instances later
                     WHERE later.kind = old.kind AND later.heartbeat_at > old.heartbeat_at)`,
    [FORGOTTEN_AFTER_SECONDS],
  );
}

/** Every process that is known, the web servers first, then in the order of their starts. */
export async function listServices(pool: Pool): Promise<KnownService[]> {
  const { rows } = await pool.query<KnownService>(
    `SELECT id, kind, version, started_at AS "startedAt", heartbeat_at AS "heartbeatAt",
            state, note, partitions,
            heartbeat_at < clock_timestamp() - make_interval(secs => $1) AS silent
       FROM service_instances ORDER BY kind DESC, started_at, id`,
    [SILENT_AFTER_SECONDS],
  );
  return rows;
}
