import type pg from 'pg';

/** Where indexing of a partition stands. */
export interface PartitionStatus {
  topic: string;
  partition: number;
  generation: number;
  nextOffset: number;
  /** The partition's end when its last batch was written. */
  highWatermark: number;
  updatedAt: Date;
}

/** Messages that Kafka no longer had when they were due. */
export interface LostRange {
  topic: string;
  generation: number;
  partition: number;
  fromOffset: number;
  /** The offset after the last one. */
  toOffset: number;
  cause: 'expired' | 'recreated' | 'truncated';
  foundAt: Date;
}

/** The server that holds the database. */
export interface DatabaseServer {
  version: string;
  startedAt: Date;
  /** On disk, of this database alone. */
  bytes: number;
  /** The newest migration. */
  schema: string;
}

export interface SystemStatus {
  partitions: PartitionStatus[];
  /** Messages that Kafka no longer had when they were due. */
  lostOffsets: number;
  /** The newest of those ranges. */
  lostRanges: LostRange[];
  /** Null while there are no detections. */
  lastIndexedAt: Date | null;
  /** The indexer that publishes alerts; null while none does. */
  relayOwner: string | null;
  database: DatabaseServer;
}

const LOST_RANGES = 20;

/** What the database knows of the pipeline. */
export async function readSystemStatus(pool: pg.Pool): Promise<SystemStatus> {
  const [partitions, lostRanges, heads, database] = await Promise.all([
    pool.query<PartitionStatus>(
      `SELECT topic, partition, generation, next_offset AS "nextOffset",
              high_watermark AS "highWatermark", updated_at AS "updatedAt"
         FROM checkpoints ORDER BY topic, partition`,
    ),
    pool.query<LostRange>(
      `SELECT topic, generation, partition, from_offset AS "fromOffset", to_offset AS "toOffset",
              cause, found_at AS "foundAt"
         FROM offset_gaps ORDER BY id DESC LIMIT ${String(LOST_RANGES)}`,
    ),
    pool.query<Pick<SystemStatus, 'lostOffsets' | 'lastIndexedAt' | 'relayOwner'>>(
      `SELECT (SELECT coalesce(sum(to_offset - from_offset), 0)::bigint FROM offset_gaps) AS "lostOffsets",
              (SELECT ingested_at FROM detections ORDER BY position DESC LIMIT 1) AS "lastIndexedAt",
              (SELECT owner FROM relay WHERE expires_at > clock_timestamp()) AS "relayOwner"`,
    ),
    pool.query<DatabaseServer>(
      `SELECT current_setting('server_version') AS version,
              pg_postmaster_start_time() AS "startedAt",
              pg_database_size(current_database()) AS bytes,
              (SELECT max(migration_name) FROM _prisma_migrations) AS schema`,
    ),
  ]);
  return {
    partitions: partitions.rows,
    lostRanges: lostRanges.rows,
    ...onlyRow(heads),
    database: onlyRow(database),
  };
}

function onlyRow<T extends pg.QueryResultRow>({ rows }: pg.QueryResult<T>): T {
  const row = rows[0];
  if (!row) throw new Error('A query without a table answered no row.');
  return row;
}
