import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readHeads } from '../src/index.ts';
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

describe('a writer that waits for the ingest lock', { timeout: 60_000 }, () => {
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

  it('leaves a holder alone that is slow, with statements and with a COPY', async () => {
    const store = await createTestStore();
    const { client } = await openTransaction(store);
    await takeLock(client);
    const writing = store.newWriter().write(batchOf([seriesKey()]));
    for (let step = 0; step < 6; step++) {
      await setTimeout(700);
      await client.query('SELECT 1');
    }
    const stream = beginCopy(client);
    for (let step = 0; step < 6; step++) {
      await setTimeout(700);
      stream.write(rowsFrom(step * 100));
    }
    await new Promise((resolve) => stream.end(resolve));
    await client.query('COMMIT');
    await writing;
    const { rows } = await store.pool.query('SELECT count(*)::int AS count FROM quarantine');
    expect(rows).toEqual([{ count: 420 }]);
  });
});
