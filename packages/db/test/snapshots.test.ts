import { expect, it } from 'vitest';
import { createClient } from '../src/connection.ts';
import { createSnapshots, type Pool } from '../src/index.ts';
import { batchOf, createTestStore, seriesKey, type TestStore } from './support.ts';

/** Any number: the lock that holds up a query of a snapshot. */
const GATE = 7;

/** Makes every query of a snapshot wait at a gate after its moment, which is fixed as it begins. */
async function holdUpQueries({ pool, url }: TestStore): Promise<{ open: () => Promise<void> }> {
  await pool.query(
    `ALTER TABLE relay RENAME TO relay_rows;
     CREATE VIEW relay AS SELECT * FROM relay_rows
      WHERE pg_advisory_xact_lock_shared(${GATE})::text IS NOT NULL`,
  );
  const gate = createClient({ databaseUrl: url, applicationName: 'test' });
  await gate.connect();
  await gate.query(`SELECT pg_advisory_lock(${GATE})`);
  return { open: () => gate.end() };
}

async function waitAtGate(pool: Pool): Promise<void> {
  let waiting = 0;
  while (waiting === 0) {
    const { rows } = await pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    waiting = rows[0]!.waiting;
  }
}

it('reads where everything stands', async () => {
  const store = await createTestStore();
  const snapshots = createSnapshots(store.pool);
  expect(await snapshots.read()).toEqual({
    epoch: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    position: 0,
    alertSeq: 0,
    positionFloor: 0,
    alertFloor: 0,
    quarantined: 0,
    publishedSeq: 0,
    authRevision: 0,
    newestSeries: 0,
  });
  const keys = [seriesKey(), seriesKey({ year: 2020 })];
  await store.newWriter().write(batchOf(keys, { alertRows: [1] }));
  await store.pool.query(
    `UPDATE relay SET published_seq = 1; UPDATE auth_state SET revision = 5;
     UPDATE store SET position_floor = 1, alert_floor = 1, quarantined = 3`,
  );
  expect(await snapshots.read()).toMatchObject({
    position: 2,
    alertSeq: 1,
    positionFloor: 1,
    alertFloor: 1,
    quarantined: 3,
    publishedSeq: 1,
    authRevision: 5,
    newestSeries: 2,
  });
});

it('never answers from a query that began before the call, and asks once for all who wait', async () => {
  const store = await createTestStore();
  const snapshots = createSnapshots(store.pool);
  const gate = await holdUpQueries(store);
  const early = snapshots.read();
  await waitAtGate(store.pool);
  await store.newWriter().write(batchOf([seriesKey()]));
  const late = [snapshots.read(), snapshots.read(), snapshots.read()];
  await gate.open();
  expect((await early).position).toBe(0);
  const [first, ...rest] = await Promise.all(late);
  expect(first!.position).toBe(1);
  // The same object: one query answered them all.
  for (const other of rest) expect(other).toBe(first);
  expect(await snapshots.read()).not.toBe(first);
});

it('goes on after a query that failed', async () => {
  const store = await createTestStore();
  const snapshots = createSnapshots(store.pool);
  await store.pool.query('ALTER TABLE relay RENAME TO gone');
  const failing = snapshots.read();
  const alsoFailing = snapshots.read();
  await expect(failing).rejects.toThrow('relation "relay" does not exist');
  await expect(alsoFailing).rejects.toThrow('relation "relay" does not exist');
  await store.pool.query('ALTER TABLE gone RENAME TO relay');
  expect((await snapshots.read()).position).toBe(0);
});
