import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readHeads } from '../src/index.ts';
import { watchHolders } from '../src/ingest/lock-breaker.ts';
import { batchOf, createTestStore, seriesKey, type TestStore } from './support.ts';

/** An indexer in another process, by its name, with an open transaction. */
async function openTransaction(store: TestStore) {
  const client = new pg.Client({
    connectionString: store.url,
    application_name: 'intellisite-indexer other',
  });
  // pg reports the end of a session as an error too.
  client.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    client.once('end', () => {
      resolve();
    });
  });
  onTestFinished(() => client.end());
  await client.connect();
  await client.query('BEGIN');
  return { client, ended };
}

async function takeLock(client: pg.Client): Promise<void> {
  await client.query('SELECT FROM store FOR UPDATE');
}

/** Begins to copy quarantined messages; what is sent by hand can stop at any byte. */
function beginCopy(client: pg.Client) {
  const stream = client.query(
    copyFrom(
      'COPY quarantine (topic, generation, partition, "offset", code, reason, ingested_at) FROM STDIN',
    ),
  );
  stream.on('error', () => undefined);
  return stream;
}

/** Rows of some 70 KB: Postgres counts the bytes of a COPY in steps of 64 KB. */
function rowsFrom(offset: number): string {
  return Array.from(
    { length: 70 },
    (_, index) => `t\t1\t0\t${String(offset + index)}\tx\t${'x'.repeat(1_000)}\tnow\n`,
  ).join('');
}

describe('a writer that waits for the ingest lock', () => {
  it('goes on when the holder froze between two statements', async () => {
    const store = await createTestStore();
    const frozen = await openTransaction(store);
    await takeLock(frozen.client);
    await store.newWriter().write(batchOf([seriesKey()]));
    await frozen.ended;
    expect((await readHeads(store.pool)).position).toBe(1);
  });

  it('goes on when the holder froze in the middle of a COPY', async () => {
    const store = await createTestStore();
    const frozen = await openTransaction(store);
    await takeLock(frozen.client);
    beginCopy(frozen.client).write(rowsFrom(0));
    await store.newWriter().write(batchOf([seriesKey()]));
    await frozen.ended;
    expect((await readHeads(store.pool)).quarantined).toBe(0);
  });

  it('goes on when the holder froze, and one that waits for it as well', async () => {
    const store = await createTestStore();
    const holder = await openTransaction(store);
    await takeLock(holder.client);
    const waiter = await openTransaction(store);
    void takeLock(waiter.client).catch(() => undefined);
    await store.newWriter().write(batchOf([seriesKey()]));
    await Promise.all([holder.ended, waiter.ended]);
    expect((await readHeads(store.pool)).position).toBe(1);
  });

  it('leaves a holder alone that Postgres is busy for', async () => {
    const store = await createTestStore();
    const { client } = await openTransaction(store);
    await takeLock(client);
    const busy = client.query('SELECT pg_sleep(4)').then(() => client.query('COMMIT'));
    await store.newWriter().write(batchOf([seriesKey()]));
    await busy;
    expect((await readHeads(store.pool)).position).toBe(1);
  });

  it('leaves a holder alone that is slow, with statements and with a COPY, until it stands still', async () => {
    const store = await createTestStore();
    const { client: holder, ended } = await openTransaction(store);
    await takeLock(holder);
    const { client: waiter } = await openTransaction(store);
    const {
      rows: [waiting],
    } = await waiter.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const locked = takeLock(waiter);
    await expect
      .poll(() => store.pool.query('SELECT unnest(pg_blocking_pids($1))', [waiting!.pid]))
      .toMatchObject({ rowCount: 1 });
    let now = 0;
    const endFrozen = watchHolders(store.pool, waiting!.pid, () => now);
    const copied = async (): Promise<number> => {
      const { rows } = await store.pool.query<{ bytes: number }>(
        'SELECT bytes_processed::int AS bytes FROM pg_stat_progress_copy WHERE datname = current_database()',
      );
      return rows[0]?.bytes ?? 0;
    };

    for (let step = 0; step < 6; step++) {
      await holder.query('SELECT 1');
      expect(await endFrozen()).toEqual([]);
      now += 60_000;
    }
    const stream = beginCopy(holder);
    for (let step = 0; step < 6; step++) {
      const before = await copied();
      stream.write(rowsFrom(step * 100));
      await expect.poll(copied).toBeGreaterThan(before);
      expect(await endFrozen()).toEqual([]);
      now += 60_000;
    }
    await expect
      .poll(() => {
        now += 500;
        return endFrozen();
      })
      .toMatchObject([{ application: 'intellisite-indexer other' }]);
    await Promise.all([ended, locked]);
  });
});
