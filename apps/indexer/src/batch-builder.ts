import {
  createAlertRows,
  createDetectionRows,
  type ActiveRules,
  type IngestBatch,
  type OffsetGap,
  type PartitionAdvance,
  type QuarantinedMessage,
} from '@intellisite/db';
import { checkRecordTime } from '@intellisite/contracts';
import type { KafkaRecord, PartitionBatch } from '@intellisite/kafka';
import type { OwnedPartition } from './partition-continuity.ts';
import { digestOf } from './record-digest.ts';
import type { MessageId, Refusal } from './refused-messages.ts';
import type { SeriesCache, SeriesEntry } from './series-cache.ts';

export interface BatchBuilder {
  /** Whether there is anything to write. */
  readonly isEmpty: boolean;
  readonly isFull: boolean;
  /** Detections and quarantined messages so far. */
  readonly messages: number;
  readonly firstMessage: MessageId | null;
  /** Time of the newest record of a partition in the batch, in ms. */
  readonly newestRecord: ReadonlyMap<number, number>;
  /** The series that have no id yet, in the order of the batch's `unresolved`. */
  readonly unresolved: readonly SeriesEntry[];
  /**
   * Takes records of a partition from index `from` on, until they end or the batch is full; answers
   * the index of the first record that was not taken.
   */
  add(
    owned: OwnedPartition,
    batch: PartitionBatch,
    from: number,
    gaps: readonly OffsetGap[],
  ): number;
  build(topic: string): IngestBatch;
  clear(): void;
}

export interface BatchBuilderOptions {
  /** Messages that there is memory for. */
  capacity: number;
  /** Most messages at the moment, up to `capacity`. */
  limit: () => number;
  cache: SeriesCache;
  rules: ActiveRules;
  /** Messages that the database has refused to take, by partition and offset. */
  refused?: (partition: number, offset: string) => Refusal | undefined;
}

/** Decodes, matches and encodes messages as they arrive, so that nothing is left to do after BEGIN. */
export function createBatchBuilder({
  capacity,
  limit,
  cache,
  rules,
  refused,
}: BatchBuilderOptions): BatchBuilder {
  const detections = createDetectionRows(capacity);
  const alerts = createAlertRows(capacity * Math.max(1, rules.rules.length));
  const advances = new Map<number, PartitionAdvance>();
  const newestRecord = new Map<number, number>();
  const waiting = new Map<SeriesEntry, number[]>();
  let quarantined: QuarantinedMessage[] = [];
  let unresolved: SeriesEntry[] = [];
  let quarantinedBytes = 0;
  let firstMessage: MessageId | null = null;
  let latestTime = { text: '', ms: Number.NaN };

  function detect(entry: SeriesEntry, detectedAt: number): void {
    const row = detections.count;
    detections.add(entry.id ?? 0, detectedAt);
    if (entry.id === null) {
      const rows = waiting.get(entry);
      if (rows) rows.push(row);
      else {
        waiting.set(entry, [row]);
        unresolved.push(entry);
      }
    }
    for (const ruleVersionId of cache.matches(entry, rules)) alerts.add(row, ruleVersionId);
  }

  function quarantine(owned: OwnedPartition, record: KafkaRecord, rejection: Refusal): void {
    quarantinedBytes += record.value?.length ?? 0;
    quarantined.push({
      partition: owned.partition,
      generation: owned.checkpoint.generation,
      offset: Number(record.offset),
      code: rejection.code,
      reason: rejection.reason,
      value: record.value,
      recordedAt: Number(record.timestamp),
    });
  }

  /** Neighbours often have the same time. */
  function timeOf({ timestamp }: KafkaRecord): number {
    if (timestamp !== latestTime.text) latestTime = { text: timestamp, ms: Number(timestamp) };
    return latestTime.ms;
  }

  function take(owned: OwnedPartition, record: KafkaRecord, now: number): void {
    const refusal = refused?.(owned.partition, record.offset);
    if (refusal) {
      quarantine(owned, record, refusal);
      return;
    }
    if (record.unreadable !== undefined) {
      quarantine(owned, record, {
        code: 'unreadable_batch',
        reason: `The record batch that holds this message cannot be unpacked: ${record.unreadable}. Its bytes are kept with its first message.`,
      });
      return;
    }
    const recognised = cache.recognise(record.value, now);
    if ('rejection' in recognised) {
      quarantine(owned, record, recognised.rejection);
      return;
    }
    const recordTime = timeOf(record);
    // -1: written by a producer that gives no times.
    const detectedAt = recognised.timestamp ?? (recordTime === -1 ? now : recordTime);
    const rejection = recognised.timestamp === null ? checkRecordTime(detectedAt, now) : null;
    if (rejection) quarantine(owned, record, rejection);
    else detect(recognised.entry, detectedAt);
  }

  const builder: BatchBuilder = {
    get isEmpty() {
      return advances.size === 0;
    },
    get isFull() {
      return builder.messages >= limit() || quarantinedBytes >= MOST_QUARANTINED_BYTES;
    },
    get messages() {
      return detections.count + quarantined.length;
    },
    get firstMessage() {
      return firstMessage;
    },
    newestRecord,
    get unresolved() {
      return unresolved;
    },
    add(owned, batch, from, gaps) {
      const { records } = batch;
      const now = Date.now();
      let index = from;
      for (let record = records[index]; record && !builder.isFull; record = records[++index]) {
        take(owned, record, now);
      }
      const next = records[index];
      const taken = records.slice(from, index);
      const lastTaken = taken.at(-1);
      const firstTaken = taken[0];
      const before = advances.get(owned.partition);
      const { checkpoint } = owned;
      if (before && before.nextOffset !== owned.expectedOffset) {
        throw new Error(
          `Partition ${String(owned.partition)} goes on at ${String(owned.expectedOffset)} after ${String(before.nextOffset)}: refused, so that nothing is indexed twice.`,
        );
      }
      advances.set(owned.partition, {
        partition: owned.partition,
        generation: checkpoint.generation,
        expectedOffset: before?.expectedOffset ?? owned.expectedOffset,
        nextOffset: next ? Number(next.offset) : batch.nextOffset,
        highWatermark: batch.highWatermark,
        leaderEpoch: batch.leaderEpoch,
        first:
          before?.first ?? (checkpoint.first === null ? landmark(taken.find(isReadable)) : null),
        last: landmark(taken.findLast(isReadable)) ?? before?.last ?? null,
        gaps: [...(before?.gaps ?? []), ...gaps],
      });
      if (firstTaken) {
        firstMessage ??= { partition: owned.partition, offset: Number(firstTaken.offset) };
      }
      if (lastTaken) newestRecord.set(owned.partition, Number(lastTaken.timestamp));
      return index;
    },
    build(topic) {
      return {
        topic,
        advances: [...advances.values()],
        detections,
        alerts,
        unresolved: unresolved.map((entry) => ({
          key: entry.key,
          rows: waiting.get(entry) ?? [],
        })),
        quarantined,
        rulesRevision: rules.revision,
      };
    },
    clear() {
      detections.clear();
      alerts.clear();
      advances.clear();
      newestRecord.clear();
      waiting.clear();
      quarantined = [];
      unresolved = [];
      quarantinedBytes = 0;
      firstMessage = null;
    },
  };
  return builder;
}

/** A stand-in has no lasting content: another version may read its batch, and must not take the topic for another. */
function isReadable(record: KafkaRecord): boolean {
  return record.unreadable === undefined;
}

/** What a checkpoint remembers a record by. */
function landmark(record: KafkaRecord | undefined): PartitionAdvance['first'] {
  return record ? { offset: Number(record.offset), digest: digestOf(record) } : null;
}

/** A flood of large rejected messages is written in several transactions. */
const MOST_QUARANTINED_BYTES = 8 * 1024 * 1024;
