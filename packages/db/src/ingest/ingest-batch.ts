import type { AlertRows, DetectionRows } from './copy-rows.ts';
import type { SeriesKey } from './series-resolver.ts';

/** One transaction's worth of messages, decoded, matched and encoded before BEGIN. */
export interface IngestBatch {
  topic: string;
  /** One for each partition that the batch moves, in any order. */
  advances: readonly PartitionAdvance[];
  detections: DetectionRows;
  alerts: AlertRows;
  /** Series without a known id: the rows of `detections` that wait for each. */
  unresolved: readonly { key: SeriesKey; rows: readonly number[] }[];
  quarantined: readonly QuarantinedMessage[];
  /** The rules that the batch was matched with. */
  rulesRevision: number;
}

/** Moves a partition's checkpoint by compare-and-swap. */
export interface PartitionAdvance {
  partition: number;
  /** What this owner remembers of the checkpoint. */
  generation: number;
  expectedOffset: number;
  /** Where to go on after the batch. */
  nextOffset: number;
  highWatermark: number;
  /** The newest leader epoch that the partition had when these messages were read; null: not known. */
  leaderEpoch: number | null;
  /** The first record of the generation, when the batch holds it. */
  first: RecordFingerprint | null;
  /** The newest record of the batch; null when it moves the offset without one. */
  last: RecordFingerprint | null;
  /** Offsets that Kafka no longer had: written to the ledger in the same transaction. */
  gaps: readonly OffsetGap[];
}

export interface RecordFingerprint {
  offset: number;
  digest: Uint8Array;
}

export interface OffsetGap {
  from: number;
  /** One after the last. */
  to: number;
}

export interface QuarantinedMessage {
  partition: number;
  generation: number;
  offset: number;
  /** Stable, for programs. */
  code: string;
  /** One sentence, for people. */
  reason: string;
  /** The message as it came; null for one without a value. */
  value: Uint8Array | null;
  /** The record's own time in ms since 1970; null when it has none that makes sense. */
  recordedAt: number | null;
}

export interface IngestResult {
  /** Ids of `unresolved`, in its order: valid from now on. */
  seriesIds: readonly number[];
  /** Position of the newest detection and number of the newest alert after the batch. */
  position: number;
  alertSeq: number;
}

/** Another owner moved a partition's checkpoint: nothing was written. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  readonly partitions: readonly number[];
  constructor(partitions: readonly number[]) {
    super(`another indexer has moved the checkpoint of partition ${partitions.join(', ')}`);
    this.partitions = partitions;
  }
}

/** The rules changed since the batch was matched: nothing was written; match again. */
export class RulesChangedError extends Error {
  override readonly name = 'RulesChangedError';
}

/** The database was restored or reset: everything that is remembered of it is void. */
export class StoreChangedError extends Error {
  override readonly name = 'StoreChangedError';
}
