import { inject, onTestFinished } from 'vitest';
import {
  createAlertRows,
  createDetectionRows,
  createIngestWriter,
  createPool,
  createThreadedIngestWriter,
  openCheckpoints,
  type IngestBatch,
  type IngestWriter,
  type PartitionAdvance,
  type Pool,
  type SeriesKey,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';

export const TOPIC = 'detections';
/** A batch of this topic ends a writer's thread. */
export const FATAL_TOPIC = 'fatal';

export interface TestStore {
  url: string;
  pool: Pool;
  /** A writer of its own, as another process would have; in a thread of its own, or in the test's. */
  newWriter(options?: { threaded?: boolean }): IngestWriter;
}

const THREAD = new URL('writer-thread.ts', import.meta.url);

/** A fresh database with checkpoints for three partitions, gone after the test. */
export async function createTestStore(): Promise<TestStore> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  const writers: IngestWriter[] = [];
  onTestFinished(async () => {
    await Promise.all(writers.map((writer) => writer.close()));
    await pool.end();
    await database.drop();
  });
  await openCheckpoints(
    pool,
    TOPIC,
    { clusterId: 'cluster', topicId: null },
    new Map([0, 1, 2].map((p) => [p, 0])),
  );
  return {
    url: database.url,
    pool,
    newWriter({ threaded = false } = {}) {
      const options = { databaseUrl: database.url, instance: 'test' };
      const writer = threaded
        ? createThreadedIngestWriter({ ...options, thread: THREAD })
        : createIngestWriter(options);
      writers.push(writer);
      return writer;
    },
  };
}

export function seriesKey(overrides: Partial<SeriesKey['vehicle']> = {}): SeriesKey {
  return {
    vehicle: { year: 2011, make: 'Toyota', model: 'Land Cruiser', category: 'SUV', ...overrides },
    source: 'gate-1',
  };
}

export function advance(overrides: Partial<PartitionAdvance> = {}): PartitionAdvance {
  return {
    partition: 0,
    generation: 1,
    expectedOffset: 0,
    nextOffset: 1,
    highWatermark: 1,
    leaderEpoch: null,
    first: null,
    last: null,
    gaps: [],
    ...overrides,
  };
}

/** A batch with a detection for each key, the time of each a second after the one before. */
export function batchOf(
  keys: readonly SeriesKey[],
  overrides: Partial<IngestBatch> & { alertRows?: readonly number[] } = {},
): IngestBatch {
  const { alertRows = [], ...rest } = overrides;
  const detections = createDetectionRows(Math.max(1, keys.length));
  const alerts = createAlertRows(Math.max(1, alertRows.length));
  keys.forEach((_, index) => {
    detections.add(0, Date.UTC(2026, 0, 1) + index * 1_000);
  });
  for (const row of alertRows) alerts.add(row, 1);
  const rows = new Map<SeriesKey, number[]>();
  keys.forEach((key, index) => {
    rows.set(key, [...(rows.get(key) ?? []), index]);
  });
  return {
    topic: TOPIC,
    advances: [advance({ nextOffset: keys.length, highWatermark: keys.length })],
    detections,
    alerts,
    unresolved: [...rows].map(([key, indices]) => ({ key, rows: indices })),
    quarantined: [],
    rulesRevision: 0,
    ...rest,
  };
}
