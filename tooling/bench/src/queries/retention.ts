import { applyRetention, createPool } from '@intellisite/db';
import { withClient } from '../shared/databases.ts';
import { fixed, thousands } from '../shared/table.ts';
import { generateDetections } from './generate.ts';

const MEGABYTE = 1_000_000;

interface Sizes {
  detections: number;
  /** Of the whole database on disk. */
  bytes: number;
}

async function sizesOf(databaseUrl: string): Promise<Sizes> {
  return await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ detections: string; bytes: string }>(
      `SELECT (SELECT count(*) FROM detections) AS detections,
              pg_database_size(current_database()) AS bytes`,
    );
    return { detections: Number(rows[0]?.detections), bytes: Number(rows[0]?.bytes) };
  });
}

/**
 * Drops the older half of the detections, lets Postgres clear up behind that as its autovacuum does, and
 * writes as many again: what each takes, and how large the database is afterwards.
 */
export async function measureRetention(databaseUrl: string): Promise<(string | number)[][]> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const steps: (string | number)[][] = [];
  async function step(name: string, run: () => Promise<number | null>): Promise<void> {
    const begun = performance.now();
    const rows = await run();
    const seconds = (performance.now() - begun) / 1_000;
    const { detections, bytes } = await sizesOf(databaseUrl);
    steps.push([
      name,
      rows === null ? '' : thousands(rows),
      fixed(seconds, 1),
      rows === null ? '' : thousands(rows / seconds),
      thousands(detections),
      fixed(bytes / MEGABYTE, 0),
    ]);
  }

  await pool.query('UPDATE relay SET published_seq = (SELECT alert_seq FROM store)');
  const half = Math.floor((await sizesOf(databaseUrl)).detections / 2);
  await step('before', () => Promise.resolve(null));
  await step('the older half deleted', async () => {
    const { rows } = await pool.query<{ time: Date }>(
      'SELECT ingested_at AS time FROM detections WHERE position = $1',
      [half],
    );
    const time = rows[0]?.time.getTime() ?? 0;
    const { signal } = new AbortController();
    const { deleted } = await applyRetention(pool, { keepFrom: time, lingerMs: 0, signal });
    return deleted.detections;
  });
  await step('vacuum', async () => {
    await withClient(databaseUrl, (client) => client.query('VACUUM'));
    return null;
  });
  await step('as many written again', async () => {
    await generateDetections(databaseUrl, half, 'generated again');
    return half;
  });
  await pool.end();
  return steps;
}
