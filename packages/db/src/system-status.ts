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

export interface SystemStatus {
  partitions: PartitionStatus[];
  /** Messages that Kafka no longer had when they were due. */
  lostOffsets: number;
  /** Null while there are no detections. */
  lastIndexedAt: Date | null;
  /** The indexer that publishes alerts; null while none does. */
  relayOwner: string | null;
}

/** What the database knows of the pipeline. */
export async function readSystemStatus(pool: pg.Pool): Promise<SystemStatus> {
  const [partitions, rest] = await Promise.all([
    pool.query<PartitionStatus>(
      `SELECT topic, partition, generation, next_offset AS "nextOffset",
              high_watermark AS "highWatermark", updated_at AS "updatedAt"
         FROM checkpoints ORDER BY topic, partition`,
    ),
    pool.query<Omit<SystemStatus, 'partitions'>>(
      `SELECT (SELECT coalesce(sum(to_offset - from_offset), 0)::bigint FROM offset_gaps) AS "lostOffsets",
              (SELECT ingested_at FROM detections ORDER BY position DESC LIMIT 1) AS "lastIndexedAt",
              (SELECT owner FROM relay WHERE expires_at > clock_timestamp()) AS "relayOwner"`,
    ),
  ]);
  const status = rest.rows[0];
  if (!status) throw new Error('A query without a table answered no row.');
  return { partitions: partitions.rows, ...status };
}
