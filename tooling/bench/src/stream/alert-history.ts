import { createTestLog } from '@intellisite/db/testing';
import { createTraffic } from '../shared/traffic.ts';

const BATCH = 1_000;

/** Raises alerts that nobody listens to yet. */
export async function writeAlertHistory(databaseUrl: string, alerts: number): Promise<void> {
  const log = createTestLog(databaseUrl, 'history.detections');
  const traffic = createTraffic(4);
  for (let first = 0; first < alerts; first += BATCH) {
    await log.ingest(
      Array.from({ length: Math.min(BATCH, alerts - first) }, () => {
        const vehicle = traffic.vehicles[traffic.next()];
        if (!vehicle) throw new RangeError('The traffic has no such vehicle.');
        return { ...vehicle, category: 'SUV', source: 'gate-1', timestamp: Date.now() };
      }),
    );
  }
  await log.close();
}
