import type { IngestBatch } from '@intellisite/db';
import type { BatchBuilder } from './batch-builder.ts';

/** A committed transaction, for metrics. */
export interface Written {
  detections: number;
  alerts: number;
  quarantined: number;
  gaps: number;
  seconds: number;
  partitions: readonly {
    partition: number;
    nextOffset: number;
    highWatermark: number;
    /** ms; null when the transaction held no record of the partition. */
    newestRecord: number | null;
  }[];
}

export function describeWritten(
  batch: IngestBatch,
  newestRecord: BatchBuilder['newestRecord'],
  seconds: number,
): Written {
  return {
    detections: batch.detections.count,
    alerts: batch.alerts.count,
    quarantined: batch.quarantined.length,
    gaps: batch.advances.reduce((sum, { gaps }) => sum + gaps.length, 0),
    seconds,
    partitions: batch.advances.map(({ partition, nextOffset, highWatermark }) => ({
      partition,
      nextOffset,
      highWatermark,
      newestRecord: newestRecord.get(partition) ?? null,
    })),
  };
}
