import { createLogs, createPool, createSnapshots } from '@intellisite/db';
import { fixed, thousands } from '../shared/table.ts';

const MB = 2 ** 20;
const FORMATS = ['ndjson', 'csv'] as const;

/** What it takes to write every detection, a chunk at a time, and whether memory grows meanwhile. */
export async function measureExport(databaseUrl: string): Promise<string[][]> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const snapshot = await createSnapshots(pool).read();
  const results: string[][] = [];
  for (const format of FORMATS) {
    const { detections } = createLogs({ pool });
    let [rows, bytes, highest] = [0, 0, 0];
    let early = 0;
    const begun = performance.now();
    for await (const chunk of detections.scan(snapshot, { filter: {}, order: 'oldest' })) {
      rows += chunk.size;
      bytes += chunk[format]().length;
      highest = Math.max(highest, process.memoryUsage.rss());
      if (rows <= snapshot.position / 10) early = highest;
    }
    const seconds = (performance.now() - begun) / 1_000;
    results.push([
      format,
      thousands(rows),
      fixed(bytes / MB, 0),
      fixed(seconds, 1),
      fixed(bytes / MB / seconds, 0),
      fixed(early / MB, 0),
      fixed(highest / MB, 0),
    ]);
  }
  await pool.end();
  return results;
}
