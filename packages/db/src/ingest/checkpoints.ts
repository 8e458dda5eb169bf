import type pg from 'pg';
import { FencedError, type PartitionAdvance, type RecordFingerprint } from './ingest-batch.ts';

/** Which topic of a name it is. */
export interface TopicIdentity {
  /** Kafka's, of the cluster. */
  clusterId: string;
  /** Kafka's, of the topic, which one that is made again does not share; null: not known. */
  topicId: string | null;
}

/** Where ingestion of a partition goes on. */
export interface Checkpoint extends TopicIdentity {
  partition: number;
  /** Moves when the topic was recreated or lost its tail. */
  generation: number;
  nextOffset: number;
  highWatermark: number;
  /** First and last record that were indexed in this generation. */
  first: RecordFingerprint | null;
  last: RecordFingerprint | null;
}

interface CheckpointRow {
  partition: number;
  generation: number;
  cluster_id: string;
  topic_id: string | null;
  next_offset: number;
  high_watermark: number;
  first_offset: number | null;
  first_digest: Buffer | null;
  last_offset: number | null;
  last_digest: Buffer | null;
}

/**
 * Checkpoints of the partitions, by partition; those that do not exist yet are made, to begin at the
 * offset given.
 */
export async function openCheckpoints(
  client: pg.Pool | pg.ClientBase,
  topic: string,
  { clusterId, topicId }: TopicIdentity,
  startAt: ReadonlyMap<number, number>,
): Promise<Map<number, Checkpoint>> {
  const partitions = [...startAt.keys()];
  await client.query(
    `INSERT INTO checkpoints (topic, partition, cluster_id, topic_id, next_offset, high_watermark)
     SELECT $1, p.partition, $2, $3, p.start_at, p.start_at
       FROM unnest($4::int[], $5::bigint[]) AS p (partition, start_at)
     ON CONFLICT DO NOTHING`,
    [topic, clusterId, topicId, partitions, [...startAt.values()]],
  );
  const { rows } = await client.query<CheckpointRow>(
    `SELECT partition, generation, cluster_id, topic_id, next_offset, high_watermark,
            first_offset, first_digest, last_offset, last_digest
       FROM checkpoints WHERE topic = $1 AND partition = ANY ($2) ORDER BY partition`,
    [topic, partitions],
  );
  return new Map(rows.map((row) => [row.partition, toCheckpoint(row)]));
}

function toCheckpoint(row: CheckpointRow): Checkpoint {
  return {
    partition: row.partition,
    generation: row.generation,
    clusterId: row.cluster_id,
    topicId: row.topic_id,
    nextOffset: row.next_offset,
    highWatermark: row.high_watermark,
    first: fingerprint(row.first_offset, row.first_digest),
    last: fingerprint(row.last_offset, row.last_digest),
  };
}

function fingerprint(offset: number | null, digest: Buffer | null): RecordFingerprint | null {
  return offset === null || digest === null ? null : { offset, digest };
}

/** Why a partition's offsets no longer mean what they meant. */
export type GenerationCause = 'recreated' | 'truncated';

/**
 * Begins a new generation of a partition at `startAt` and enters in the ledger what may be lost with
 * the old one: from its checkpoint on, at least to the end that was seen last.
 *
 * Compare-and-swap like every move of a checkpoint: throws `FencedError` when another owner was faster.
 */
export async function beginGeneration(
  client: pg.Pool | pg.ClientBase,
  topic: string,
  current: Checkpoint,
  next: TopicIdentity & { cause: GenerationCause; startAt: number },
): Promise<void> {
  const { rowCount } = await client.query(
    `WITH moved AS (
       UPDATE checkpoints
          SET generation = generation + 1, cluster_id = $5, topic_id = $9,
              next_offset = $6, high_watermark = $6,
              first_offset = NULL, first_digest = NULL, last_offset = NULL, last_digest = NULL,
              updated_at = now()
        WHERE topic = $1 AND partition = $2 AND generation = $3 AND next_offset = $4
       RETURNING topic, partition)
     INSERT INTO offset_gaps (topic, generation, partition, from_offset, to_offset, cause)
     SELECT topic, $3, partition, $4, greatest($4, $7), $8 FROM moved`,
    [
      topic,
      current.partition,
      current.generation,
      current.nextOffset,
      next.clusterId,
      next.startAt,
      current.highWatermark,
      next.cause,
      next.topicId,
    ],
  );
  if (rowCount !== 1) throw new FencedError([current.partition]);
}

/** Notes that the checkpoint's messages are those of this topic. */
export async function adoptTopic(
  client: pg.Pool | pg.ClientBase,
  topic: string,
  { partition, generation }: Checkpoint,
  topicId: string,
): Promise<void> {
  await client.query(
    `UPDATE checkpoints SET topic_id = $4
      WHERE topic = $1 AND partition = $2 AND generation = $3`,
    [topic, partition, generation, topicId],
  );
}

/**
 * Locks the checkpoints, lowest partition first, and throws `FencedError` unless each still stands
 * where this owner left it.
 */
export async function lockCheckpoints(
  client: pg.ClientBase,
  topic: string,
  advances: readonly PartitionAdvance[],
): Promise<void> {
  const { rows } = await client.query<{
    partition: number;
    generation: number;
    next_offset: number;
  }>(
    `SELECT partition, generation, next_offset FROM checkpoints
      WHERE topic = $1 AND partition = ANY ($2) ORDER BY partition FOR UPDATE`,
    [topic, advances.map(({ partition }) => partition)],
  );
  const current = new Map(rows.map((row) => [row.partition, row]));
  const moved = advances.filter(({ partition, generation, expectedOffset }) => {
    const checkpoint = current.get(partition);
    return checkpoint?.generation !== generation || checkpoint.next_offset !== expectedOffset;
  });
  if (moved.length > 0) throw new FencedError(moved.map(({ partition }) => partition));
}

/** Moves checkpoints that `lockCheckpoints` holds, and enters their gaps in the ledger. */
export async function moveCheckpoints(
  client: pg.ClientBase,
  topic: string,
  advances: readonly PartitionAdvance[],
): Promise<void> {
  await client.query(
    `UPDATE checkpoints c
        SET next_offset = a.next_offset, high_watermark = a.high_watermark,
            first_offset = coalesce(c.first_offset, a.first_offset),
            first_digest = coalesce(c.first_digest, a.first_digest),
            last_offset = coalesce(a.last_offset, c.last_offset),
            last_digest = coalesce(a.last_digest, c.last_digest),
            updated_at = now()
       FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bigint[], $8::bytea[])
            AS a (partition, next_offset, high_watermark, first_offset, first_digest, last_offset, last_digest)
      WHERE c.topic = $1 AND c.partition = a.partition`,
    [
      topic,
      advances.map(({ partition }) => partition),
      advances.map(({ nextOffset }) => nextOffset),
      advances.map(({ highWatermark }) => highWatermark),
      advances.map(({ first }) => first?.offset ?? null),
      advances.map(({ first }) => first?.digest ?? null),
      advances.map(({ last }) => last?.offset ?? null),
      advances.map(({ last }) => last?.digest ?? null),
    ],
  );
  const gaps = advances.flatMap(({ partition, generation, gaps }) =>
    gaps.map((gap) => ({ partition, generation, ...gap })),
  );
  if (gaps.length === 0) return;
  await client.query(
    `INSERT INTO offset_gaps (topic, generation, partition, from_offset, to_offset, cause)
     SELECT $1, g.generation, g.partition, g.from_offset, g.to_offset, 'expired'
       FROM unnest($2::int[], $3::int[], $4::bigint[], $5::bigint[])
            AS g (generation, partition, from_offset, to_offset)`,
    [
      topic,
      gaps.map(({ generation }) => generation),
      gaps.map(({ partition }) => partition),
      gaps.map(({ from }) => from),
      gaps.map(({ to }) => to),
    ],
  );
}
