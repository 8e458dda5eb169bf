import {
  openAlertRows,
  openDetectionRows,
  type SharedAlertRows,
  type SharedRows,
} from './copy-rows.ts';
import {
  FencedError,
  RulesChangedError,
  StoreChangedError,
  type IngestBatch,
  type IngestResult,
  type RecordFingerprint,
} from './ingest-batch.ts';
import type { BrokenLock } from './lock-breaker.ts';

/** What the writer's thread is started with. */
export interface ThreadSetup {
  databaseUrl: string;
  instance: string;
}

/** To the thread. */
export type ThreadRequest = { kind: 'write'; batch: PostedBatch } | { kind: 'close' };

/** From the thread: one `written` or `failed` for each `write`. */
export type ThreadReport =
  | { kind: 'written'; result: IngestResult }
  | { kind: 'failed'; error: PostedError }
  | { kind: 'locksBroken'; locks: BrokenLock[] };

/** A batch that can be posted: its rows are shared, the rest is small and copied. */
export interface PostedBatch extends Omit<IngestBatch, 'detections' | 'alerts'> {
  detections: SharedRows;
  alerts: SharedAlertRows;
}

export type PostedError =
  | { kind: 'fenced'; partitions: readonly number[] }
  | { kind: 'rulesChanged' | 'storeChanged'; message: string }
  | { kind: 'other'; message: string; stack: string | undefined; code: unknown };

export function postBatch(batch: IngestBatch): PostedBatch {
  return {
    ...batch,
    detections: batch.detections.share(),
    alerts: batch.alerts.share(),
    // Bytes are cut out: with a view, all the memory behind it would be posted, a fetch for instance.
    advances: batch.advances.map((advance) => ({
      ...advance,
      first: cutOut(advance.first),
      last: cutOut(advance.last),
    })),
    quarantined: batch.quarantined.map((message) => ({
      ...message,
      value: message.value && new Uint8Array(message.value),
    })),
  };
}

export function openBatch(posted: PostedBatch): IngestBatch {
  return {
    ...posted,
    detections: openDetectionRows(posted.detections),
    alerts: openAlertRows(posted.alerts),
  };
}

function cutOut(fingerprint: RecordFingerprint | null): RecordFingerprint | null {
  return fingerprint && { ...fingerprint, digest: new Uint8Array(fingerprint.digest) };
}

/** Errors lose their class and their members on the way between threads. */
export function postError(error: unknown): PostedError {
  if (error instanceof FencedError) return { kind: 'fenced', partitions: error.partitions };
  if (error instanceof RulesChangedError) return { kind: 'rulesChanged', message: error.message };
  if (error instanceof StoreChangedError) return { kind: 'storeChanged', message: error.message };
  if (!(error instanceof Error)) {
    return { kind: 'other', message: String(error), stack: undefined, code: undefined };
  }
  const { message, stack } = error;
  return { kind: 'other', message, stack, code: 'code' in error ? error.code : undefined };
}

export function openError(posted: PostedError): Error {
  switch (posted.kind) {
    case 'fenced':
      return new FencedError(posted.partitions);
    case 'rulesChanged':
      return new RulesChangedError(posted.message);
    case 'storeChanged':
      return new StoreChangedError(posted.message);
    case 'other': {
      const { message, stack, code } = posted;
      return Object.assign(new Error(message), { stack, code });
    }
  }
}
