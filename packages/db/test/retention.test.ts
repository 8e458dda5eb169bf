import { describe, expect, it, onTestFinished } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import {
  applyRetention,
  createLogs,
  createSnapshots,
  type Logs,
  type RetentionPass,
  type Snapshot,
} from '../src/index.ts';
import { createLogFixture, selected, timeOf, type LogFixture } from './log-fixture.ts';
import { advance, batchOf, createTestStore, seriesKey } from './support.ts';

const AN_HOUR_MS = 3_600_000;

function passOf(overrides: Partial<RetentionPass> = {}): RetentionPass {
  const now = Date.now();
  return {
    keepFrom: now,
    lingerMs: 0,
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** A moment after all that was written, and before all that will be. */
async function between(): Promise<number> {
  const last = Date.now();
  while (Date.now() <= last) await new Promise(setImmediate);
  return Date.now();
}

async function openFixture(): Promise<LogFixture> {
  const fixture = await createLogFixture();
  onTestFinished(() => fixture.close());
  return fixture;
}

/** As the relay does. */
async function publishAll({ pool, alerts }: LogFixture): Promise<void> {
  await pool.query('UPDATE relay SET published_seq = $1', [alerts.length]);
}

async function count({ pool }: LogFixture, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  return rows[0]!.count;
}

/** Both logs answer as a plain search among the rows above their floors does. */
async function expectAnswers(fixture: LogFixture, logs: Logs, snapshot: Snapshot): Promise<void> {
  for (const log of ['detections', 'alerts'] as const) {
    const head = log === 'detections' ? snapshot.position : snapshot.alertSeq;
    const floor = log === 'detections' ? snapshot.positionFloor : snapshot.alertFloor;
    expect(head).toBe(fixture[log].length);
    for (const filter of [
      {},
      { make: ['kia'] },
      { make: ['lada'] },
      { category: ['suv'], from: timeOf(BLOCK_SIZE), to: timeOf(head) },
    ]) {
      const wanted = selected(fixture[log], filter, head, floor);
      const skip = Math.floor(wanted.length / 2);
      const query = { skip, limit: 20, order: 'oldest' as const, filter };
      const { rows, total } = await logs[log].page(snapshot, query);
      expect(total).toBe(wanted.length);
      expect(rows.objects().map((row) => ('seq' in row ? row.seq : row.id))).toEqual(
        wanted.slice(skip, skip + 20).map(({ number }) => number),
      );
      const { total: counted } = await logs[log].stats(snapshot, { by: 'model', filter });
      expect(counted).toBe(wanted.length);
      const { counts } = await logs[log].timeline(snapshot, { boundaries: [0, Infinity], filter });
      expect([...counts]).toEqual([wanted.length]);
      let scanned = 0;
      for await (const part of logs[log].scan(snapshot, { filter, order: 'newest' })) {
        scanned += part.objects().length;
      }
      expect(scanned).toBe(wanted.length);
    }
  }
}

describe('what is kept no longer', { timeout: 120_000 }, () => {
  it.each([
    ['within the open block', BLOCK_SIZE - 20_000, 5_000],
    ['over blocks', 2 * BLOCK_SIZE + 5_000, BLOCK_SIZE],
  ])('is neither there nor counted, and indexing goes on: %s', async (_, older, newer) => {
    const fixture = await openFixture();
    const snapshots = createSnapshots(fixture.pool);
    await fixture.write(older);
    const cut = await between();
    await fixture.write(newer);
    await publishAll(fixture);
    // Not each block has them.
    await fixture.pool.query('UPDATE blocks SET totals = NULL WHERE number % 3 > 0');
    // One that has looked before, and one that comes afterwards.
    const known = createLogs({ pool: fixture.pool });
    await expectAnswers(fixture, known, await snapshots.read());

    const result = await applyRetention(fixture.pool, passOf({ keepFrom: cut }));
    expect(result).toEqual({
      positionFloor: older,
      alertFloor: Math.ceil(older / 2),
      deleted: { detections: older, alerts: Math.ceil(older / 2), quarantined: 0 },
    });
    expect(await count(fixture, 'detections')).toBe(newer);
    for (const logs of [known, createLogs({ pool: fixture.pool })]) {
      await expectAnswers(fixture, logs, await snapshots.read());
    }

    // Blocks are completed whose first rows are gone, by a writer that has never seen them.
    await fixture.restartWriter();
    await fixture.write(2 * BLOCK_SIZE);
    for (const logs of [known, createLogs({ pool: fixture.pool })]) {
      await expectAnswers(fixture, logs, await snapshots.read());
    }
    await publishAll(fixture);
    const again = await applyRetention(fixture.pool, passOf({ keepFrom: cut }));
    expect(again.deleted).toEqual({ detections: 0, alerts: 0, quarantined: 0 });

    await between();
    await applyRetention(fixture.pool, passOf());
    expect(await count(fixture, 'detections')).toBe(0);
    expect(await count(fixture, 'alerts')).toBe(0);
    await fixture.write(1_000);
    for (const logs of [known, createLogs({ pool: fixture.pool })]) {
      await expectAnswers(fixture, logs, await snapshots.read());
    }
  });

  it('is still there for a while, for whoever has begun to read', async () => {
    const fixture = await openFixture();
    const snapshots = createSnapshots(fixture.pool);
    await fixture.write(BLOCK_SIZE + 1_000);
    await publishAll(fixture);
    const before = await snapshots.read();
    const logs = createLogs({ pool: fixture.pool });
    await between();
    await applyRetention(fixture.pool, passOf({ lingerMs: AN_HOUR_MS }));
    await expectAnswers(fixture, logs, await snapshots.read());
    expect((await snapshots.read()).positionFloor).toBe(BLOCK_SIZE + 1_000);
    await expectAnswers(fixture, logs, before);
  });

  it('is deleted an hour after it was last shown, however old it was by then', async () => {
    const store = await createTestStore();
    const write = (from: number) =>
      store.newWriter().write(
        batchOf([seriesKey(), seriesKey()], {
          advances: [advance({ expectedOffset: from, nextOffset: from + 2 })],
        }),
      );
    const pass = async (): Promise<[number, number]> => {
      await between();
      const { positionFloor, deleted } = await applyRetention(
        store.pool,
        passOf({ lingerMs: AN_HOUR_MS }),
      );
      return [positionFloor, deleted.detections];
    };
    const anHourPasses = () =>
      store.pool.query(`UPDATE retention_passes SET made_at = made_at - interval '1 hour'`);
    await write(0);
    await store.pool.query(`UPDATE detections SET ingested_at = now() - interval '10 days'`);
    expect(await pass()).toEqual([2, 0]);
    await write(2);
    await anHourPasses();
    expect(await pass()).toEqual([4, 2]);
    expect(await pass()).toEqual([4, 0]);
    await anHourPasses();
    expect(await pass()).toEqual([4, 2]);
    const { rows } = await store.pool.query('SELECT count(*)::int AS kept FROM retention_passes');
    expect(rows).toEqual([{ kept: 2 }]);
  });

  it('goes once, however many passes there are at the same time', async () => {
    const fixture = await openFixture();
    await fixture.write(70_000);
    await publishAll(fixture);
    await between();
    const passes = Array.from({ length: 3 }, () => applyRetention(fixture.pool, passOf()));
    const deleted = (await Promise.all(passes)).map((result) => result.deleted.detections);
    expect(deleted.reduce((sum, rows) => sum + rows, 0)).toBe(70_000);
  });
});

it('an alert that Kafka has not acknowledged is kept, with all that came after it', async () => {
  const store = await createTestStore();
  const keys = Array.from({ length: 10 }, (_, index) => seriesKey({ year: 2000 + index }));
  await store.newWriter().write(batchOf(keys, { alertRows: [1, 4, 8] }));
  await store.pool.query('UPDATE relay SET published_seq = 1');
  await between();
  const { positionFloor, alertFloor } = await applyRetention(store.pool, passOf());
  expect({ positionFloor, alertFloor }).toEqual({ positionFloor: 4, alertFloor: 1 });
  await store.pool.query('UPDATE relay SET published_seq = 3');
  const later = await applyRetention(store.pool, passOf());
  expect(later.positionFloor).toBe(10);
  expect(later.alertFloor).toBe(3);
});

it('nothing above the floor is deleted, whatever was looked at before', async () => {
  const store = await createTestStore();
  const years = Array.from({ length: 10 }, (_, index) => seriesKey({ year: 2000 + index }));
  await store.newWriter().write(batchOf(years));
  // As where the database becomes another one in the middle of a pass: its floor is not the one that was moved.
  await store.pool.query('CREATE RULE another AS ON UPDATE TO store DO INSTEAD NOTHING');
  await between();
  const { deleted } = await applyRetention(store.pool, passOf());
  expect(deleted).toEqual({ detections: 0, alerts: 0, quarantined: 0 });
});

it('whoever has not looked for so long that all it knows is gone goes on above the floor', async () => {
  const store = await createTestStore();
  const writer = store.newWriter();
  const write = (from: number) =>
    writer.write(
      batchOf(
        [1, 2, 3].map((nth) => seriesKey({ model: `Model ${String(from + nth)}` })),
        {
          advances: [advance({ expectedOffset: from, nextOffset: from + 3 })],
        },
      ),
    );
  await write(0);
  const { detections } = createLogs({ pool: store.pool });
  const snapshots = createSnapshots(store.pool);
  const query = { skip: 0, limit: 10, order: 'oldest', filter: {} } as const;
  expect((await detections.page(await snapshots.read(), query)).total).toBe(3);
  await write(3);
  const keepFrom = await between();
  await write(6);
  await applyRetention(store.pool, passOf({ keepFrom }));
  const page = await detections.page(await snapshots.read(), query);
  expect(page.rows.objects().map(({ id }) => id)).toEqual([7, 8, 9]);
});

it('messages that were set aside go as well', async () => {
  const store = await createTestStore();
  await store.newWriter().write(
    batchOf([], {
      quarantined: [1, 2, 3].map((offset) => ({
        partition: 0,
        generation: 1,
        offset,
        code: 'bad_json',
        reason: 'not JSON',
        value: Buffer.from('{'),
        recordedAt: null,
      })),
    }),
  );
  await between();
  const { deleted } = await applyRetention(store.pool, passOf({ lingerMs: AN_HOUR_MS }));
  expect(deleted.quarantined).toBe(0);
  expect((await applyRetention(store.pool, passOf())).deleted.quarantined).toBe(3);
});
