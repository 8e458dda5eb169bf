import {
  createAlertRows,
  createDetectionRows,
  createIngestWriter,
  createPool,
  openCheckpoints,
} from '@intellisite/db';
import { progress } from '../shared/progress.ts';
import { thousands } from '../shared/table.ts';
import { createTraffic } from '../shared/traffic.ts';

const BATCH = 50_000;
const CAMERAS = 10;
/** So that the log spans about a year whatever its length. */
const SPAN_MS = 365 * 86_400_000;

/**
 * Fills a migrated database through the ingest transaction itself; answers the seconds it took.
 *
 * @param topic where they are said to be from; another one for each time that a database is filled
 */
export async function generateDetections(
  databaseUrl: string,
  rows: number,
  topic = 'generated',
): Promise<number> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  await openCheckpoints(pool, topic, { clusterId: 'generated', topicId: null }, new Map([[0, 0]]));
  await pool.end();
  const writer = createIngestWriter({ databaseUrl, instance: 'bench' });
  const traffic = createTraffic(1);
  /** Series by vehicle and camera, with the id once it is known. */
  const ids = new Map<number, number>();
  const begun = performance.now();
  const start = Date.now() - SPAN_MS;
  const detections = createDetectionRows(BATCH);
  for (let first = 0; first < rows; first += BATCH) {
    const count = Math.min(BATCH, rows - first);
    detections.clear();
    const unresolved = new Map<number, number[]>();
    for (let row = 0; row < count; row++) {
      const camera = (first + row) % CAMERAS;
      const series = traffic.next() * CAMERAS + camera;
      const id = ids.get(series);
      // A few seconds late now and then, as messages of several cameras are.
      const jitter = (row % 7) * 1_000;
      detections.add(id ?? 0, start + Math.floor(((first + row) / rows) * SPAN_MS) - jitter);
      if (id !== undefined) continue;
      const waiting = unresolved.get(series);
      if (waiting) waiting.push(row);
      else unresolved.set(series, [row]);
    }
    const entries = [...unresolved];
    const { seriesIds } = await writer.write({
      topic,
      advances: [
        {
          partition: 0,
          generation: 1,
          expectedOffset: first,
          nextOffset: first + count,
          highWatermark: rows,
          leaderEpoch: null,
          first: null,
          last: null,
          gaps: [],
        },
      ],
      detections,
      alerts: createAlertRows(1),
      unresolved: entries.map(([series, waiting]) => ({
        key: {
          vehicle: vehicleAt(traffic.vehicles, Math.floor(series / CAMERAS)),
          source: `camera-${String(series % CAMERAS)}`,
        },
        rows: waiting,
      })),
      quarantined: [],
      rulesRevision: 0,
    });
    entries.forEach(([series], index) => {
      const id = seriesIds[index];
      if (id !== undefined) ids.set(series, id);
    });
    progress(`generated ${thousands(first + count)} of ${thousands(rows)} detections`);
  }
  await writer.close();
  return (performance.now() - begun) / 1_000;
}

function vehicleAt<T>(vehicles: readonly T[], index: number): T {
  const vehicle = vehicles[index];
  if (vehicle === undefined) throw new RangeError(`There is no vehicle ${String(index)}.`);
  return vehicle;
}
