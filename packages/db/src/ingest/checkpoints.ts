import type pg from 'pg';
import {
  FencedError,
  type OffsetGap,
  type PartitionAdvance,
  type RecordFingerprint,
} from './ingest-batch.ts';

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
  /**
   * The newest leader epoch that the partition had when the messages before `nextOffset` were read. While it has all of
   * them, later leaders began at `nextOffset` or above. null: not known.
   */
  leaderEpoch: number | null;
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
  leader_epoch: number | null;
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
            CASE WHEN leader_epoch_generation = generation AND leader_epoch_offset = next_offset
                 THEN leader_epoch END AS leader_epoch,
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
    leaderEpoch: row.leader_epoch,
    first: fingerprint(row.first_offset, row.first_digest),
    last: fingerprint(row.last_offset, row.last_digest),
  };
}

function fingerprint(offset: number | null, digest: Buffer | null): RecordFingerprint | null {
  return offset === null || digest === null ? null : { offset, digest };
}

/** Why a partition's offsets no longer mean what they meant. */
type GenerationCause = 'recreated' | 'truncated';

/** How a partition goes on when its offsets mean other messages. */
export interface NewGeneration extends TopicIdentity {
  cause: GenerationCause;
  startAt: number;
  /** As in `Checkpoint`, of the messages before `startAt`. */
  leaderEpoch: number | null;
  /** Offsets below `startAt` whose messages may be indexed or not, which nothing tells; null: none. */
  unclear: OffsetGap | null;
}

/**
 * Begins a new generation of a partition at `startAt` and enters in the ledger what may be lost: of the
 * old one from its checkpoint on, at least to the end that was seen last, and of the new one what is
 * `unclear`.
 *
 * Compare-and-swap like every move of a checkpoint: throws `FencedError` when another owner was faster.
 */
export async function beginGeneration(
  client: pg.Pool | pg.ClientBase,
  topic: string,
  current: Checkpoint,
  next: NewGeneration,
): Promise<void> {
  const { rowCount } = await client.query(
    `WITH moved AS (
       UPDATE checkpoints
          SET generation = generation + 1, cluster_id = $5, topic_id = $9,
              next_offset = $6, high_watermark = $6,
              leader_epoch = $10, leader_epoch_generation = generation + 1, leader_epoch_offset = $6,
              first_offset = NULL, first_digest = NULL, last_offset = NULL, last_digest = NULL,
              updated_at = now()
        WHERE topic = $1 AND partition = $2 AND generation = $3 AND next_offset = $4
       RETURNING topic, partition)
     INSERT INTO offset_gaps (topic, generation, partition, from_offset, to_offset, cause)
     SELECT m.topic, g.generation, m.partition, g.from_offset, g.to_offset, $8
       FROM moved m,
            (VALUES ($3::int, $4::bigint, greatest($4::bigint, $7::bigint)),
                    ($3::int + 1, $11::bigint, $12::bigint)) AS g (generation, from_offset, to_offset)
      WHERE g.from_offset IS NOT NULL
      ORDER BY g.generation`,
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
      next.leaderEpoch,
      next.unclear?.from ?? null,
      next.unclear?.to ?? null,
    ],
  );
  if (rowCount !== 1) throw new FencedError([current.partition]);
}

/** Notes that the checkpoint's messages are those of this topic, whose newest leader was of this epoch. */
export async function adoptTopic(
  client: pg.Pool | pg.ClientBase,
  topic: string,
  { partition, generation, nextOffset }: Checkpoint,
  { topicId, leaderEpoch }: { topicId: string; leaderEpoch: number | null },
): Promise<void> {
  await client.query(
    `UPDATE checkpoints
        SET topic_id = $5,
            leader_epoch = $6, leader_epoch_generation = generation, leader_epoch_offset = next_offset
      WHERE topic = $1 AND partition = $2 AND generation = $3 AND next_offset = $4`,
    [topic, partition, generation, nextOffset, topicId, leaderEpoch],
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
            leader_epoch = a.leader_epoch, leader_epoch_generation = c.generation,
            leader_epoch_offset = a.next_offset,
            first_offset = coalesce(c.first_offset, a.first_offset),
            first_digest = coalesce(c.first_digest, a.first_digest),
            last_offset = coalesce(a.last_offset, c.last_offset),
            last_digest = coalesce(a.last_digest, c.last_digest),
            updated_at = now()
       FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bigint[], $8::bytea[],
                   $9::int[])
            AS a (partition, next_offset, high_watermark, first_offset, first_digest, last_offset, last_digest,
                  leader_epoch)
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
      advances.map(({ leaderEpoch }) => leaderEpoch),
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
