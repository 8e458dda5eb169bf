import { describe, expect, it } from 'vitest';
import {
  beginGeneration,
  FencedError,
  openCheckpoints,
  readHeads,
  RulesChangedError,
  StoreChangedError,
} from '../src/index.ts';
import { advance, batchOf, createTestStore, seriesKey, TOPIC, type TestStore } from './support.ts';

async function count(store: TestStore, table: string): Promise<number> {
  const { rows } = await store.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  return rows[0]!.n;
}

describe.each([
  { where: 'in the thread of its caller', threaded: false },
  { where: 'in a thread of its own', threaded: true },
])('the ingest transaction $where', ({ threaded }) => {
  it('gives dense positions and alert numbers in the order of the batches', async () => {
    const store = await createTestStore();
    const writer = store.newWriter({ threaded });
    const [suv, sedan] = [seriesKey(), seriesKey({ model: 'Corolla', category: 'Sedan' })];
    await writer.write(batchOf([suv, sedan, suv], { alertRows: [0, 2] }));
    const result = await writer.write(
      batchOf([sedan, suv], {
        alertRows: [1],
        advances: [advance({ expectedOffset: 3, nextOffset: 5, highWatermark: 5 })],
      }),
    );
    expect(result).toMatchObject({ position: 5, alertSeq: 3 });
    const { rows } = await store.pool.query(
      `SELECT d.position, o.name AS model, a.seq FROM detections d
         JOIN series e ON e.id = d.series_id JOIN vehicles v ON v.id = e.vehicle_id
         JOIN models o ON o.id = v.model_id LEFT JOIN alerts a USING (position) ORDER BY 1`,
    );
    expect(rows).toEqual([
      { position: 1, model: 'Land Cruiser', seq: 1 },
      { position: 2, model: 'Corolla', seq: null },
      { position: 3, model: 'Land Cruiser', seq: 2 },
      { position: 4, model: 'Corolla', seq: null },
      { position: 5, model: 'Land Cruiser', seq: 3 },
    ]);
  });

  it('keeps each time to the millisecond, also before 1970 in Postgres terms', async () => {
    const store = await createTestStore();
    const times = [946_684_800_000, 946_684_800_001, 1_795_000_000_123];
    const batch = batchOf([]);
    const { createDetectionRows } = await import('../src/index.ts');
    const detections = createDetectionRows(3);
    for (const time of times) detections.add(0, time);
    await store
      .newWriter({ threaded })
      .write({ ...batch, detections, unresolved: [{ key: seriesKey(), rows: [0, 1, 2] }] });
    const { rows } = await store.pool.query<{ detected_at: Date }>(
      'SELECT detected_at FROM detections ORDER BY position',
    );
    expect(rows.map(({ detected_at }) => detected_at.getTime())).toEqual(times);
  });

  it('refuses a writer whose partition another one has moved, and changes nothing', async () => {
    const store = await createTestStore();
    const [owner, zombie] = [store.newWriter({ threaded }), store.newWriter({ threaded })];
    await owner.write(batchOf([seriesKey()], { advances: [advance()] }));
    const late = batchOf([seriesKey(), seriesKey({ make: 'Lada' })], {
      advances: [
        advance({ nextOffset: 2, highWatermark: 2 }),
        advance({ partition: 1, nextOffset: 7, highWatermark: 7 }),
      ],
    });
    await expect(zombie.write(late)).rejects.toEqual(new FencedError([0]));
    expect(await count(store, 'detections')).toBe(1);
    expect(await count(store, 'makes')).toBe(1);
    const checkpoints = await openCheckpoints(
      store.pool,
      TOPIC,
      { clusterId: 'cluster', topicId: null },
      new Map([[1, 0]]),
    );
    expect(checkpoints.get(1)?.nextOffset).toBe(0);
    // The zombie is usable again as soon as it has read the checkpoints.
    await zombie.write(
      batchOf([seriesKey()], { advances: [advance({ expectedOffset: 1, nextOffset: 2 })] }),
    );
    expect((await readHeads(store.pool)).position).toBe(2);
  });

  it('refuses offsets of an earlier generation of the topic', async () => {
    const store = await createTestStore();
    const checkpoints = await openCheckpoints(
      store.pool,
      TOPIC,
      { clusterId: 'cluster', topicId: null },
      new Map([[0, 0]]),
    );
    await beginGeneration(store.pool, TOPIC, checkpoints.get(0)!, {
      cause: 'recreated',
      clusterId: 'cluster',
      topicId: null,
      startAt: 0,
      leaderEpoch: null,
      unclear: null,
    });
    const stale = batchOf([seriesKey()], { advances: [advance()] });
    await expect(store.newWriter({ threaded }).write(stale)).rejects.toBeInstanceOf(FencedError);
  });

  it('refuses a batch that was matched with other rules', async () => {
    const store = await createTestStore();
    await store.pool.query('UPDATE store SET rules_revision = 4');
    const batch = batchOf([seriesKey()], { rulesRevision: 3 });
    await expect(store.newWriter({ threaded }).write(batch)).rejects.toBeInstanceOf(
      RulesChangedError,
    );
    expect(await count(store, 'detections')).toBe(0);
  });

  it('notices that the database is another one than before', async () => {
    const store = await createTestStore();
    const writer = store.newWriter({ threaded });
    await writer.write(batchOf([seriesKey()]));
    await store.pool.query('UPDATE store SET epoch = gen_random_uuid()');
    const next = batchOf([seriesKey()], {
      advances: [advance({ expectedOffset: 1, nextOffset: 2 })],
    });
    await expect(writer.write(next)).rejects.toBeInstanceOf(StoreChangedError);
    await writer.write(next);
    expect((await readHeads(store.pool)).position).toBe(2);
  });

  it('writes nothing at all when one statement fails', async () => {
    const store = await createTestStore();
    await store.pool.query(`ALTER TABLE quarantine ADD CHECK (code <> 'refused')`);
    const batch = batchOf([seriesKey()], {
      quarantined: [
        {
          partition: 0,
          generation: 1,
          offset: 0,
          code: 'refused',
          reason: 'no',
          value: null,
          recordedAt: null,
        },
      ],
    });
    const writer = store.newWriter({ threaded });
    await expect(writer.write(batch)).rejects.toThrow('violates check constraint');
    expect(await count(store, 'detections')).toBe(0);
    await writer.write({ ...batch, quarantined: [] });
    expect(await readHeads(store.pool)).toMatchObject({ position: 1, quarantined: 0 });
  });

  it('keeps quarantined messages whole, with any bytes and any time', async () => {
    const store = await createTestStore();
    const message = { partition: 2, generation: 1, code: 'not_utf8', reason: 'Not text.' };
    const value = Buffer.from([0, 255, 39, 92, 0]);
    await store.newWriter({ threaded }).write(
      batchOf([], {
        advances: [advance({ partition: 2, nextOffset: 3, highWatermark: 3 })],
        quarantined: [
          { ...message, offset: 0, value, recordedAt: Date.UTC(2026, 0, 1) },
          { ...message, offset: 1, value: null, recordedAt: -1 },
          { ...message, offset: 2, value: Buffer.alloc(0), recordedAt: 8.64e15 },
        ],
      }),
    );
    const { rows } = await store.pool.query(
      'SELECT value, recorded_at FROM quarantine ORDER BY "offset"',
    );
    expect(rows).toEqual([
      { value, recorded_at: new Date('2026-01-01') },
      { value: null, recorded_at: null },
      { value: Buffer.alloc(0), recorded_at: null },
    ]);
  });

  it('enters gaps in the ledger together with the checkpoint', async () => {
    const store = await createTestStore();
    await store.newWriter({ threaded }).write(
      batchOf([], {
        advances: [advance({ nextOffset: 120, highWatermark: 120, gaps: [{ from: 0, to: 120 }] })],
      }),
    );
    const { rows } = await store.pool.query(
      'SELECT partition, from_offset, to_offset, cause FROM offset_gaps',
    );
    expect(rows).toEqual([{ partition: 0, from_offset: 0, to_offset: 120, cause: 'expired' }]);
  });
});
