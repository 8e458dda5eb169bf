import { expect, it } from 'vitest';
import {
  createAlertLog,
  createPrisma,
  readHeads,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
} from '../src/index.ts';
import { batchOf, createTestStore, seriesKey, type TestStore } from './support.ts';

/** Two alerts: of a vehicle at a gate, and of one at no source. */
async function storeWithAlerts(): Promise<TestStore> {
  const store = await createTestStore();
  const prisma = createPrisma({ databaseUrl: store.url, applicationName: 'test' });
  const definition = { kind: 'category' as const, categories: ['suv'] };
  await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, definition);
  await prisma.$disconnect();
  const keys = [seriesKey(), { ...seriesKey({ year: 2020 }), source: null }];
  await store.newWriter().write(batchOf(keys, { alertRows: [0, 1], rulesRevision: 1 }));
  return store;
}

it('reads alerts in order with all that a message tells, and where the log stands', async () => {
  const { pool } = await storeWithAlerts();
  const { epoch } = await readHeads(pool);
  const log = createAlertLog(pool);
  expect(await log.readAfter(0, 10)).toEqual({
    epoch,
    head: 2,
    floor: 0,
    alerts: [
      {
        seq: 1,
        detectionId: 1,
        rule: 'suspicious-vehicle',
        year: 2011,
        make: 'Toyota',
        model: 'Land Cruiser',
        category: 'SUV',
        timestamp: Date.UTC(2026, 0, 1),
        source: 'gate-1',
        epoch,
      },
      expect.objectContaining({ seq: 2, detectionId: 2, year: 2020, source: null }),
    ],
  });
  expect((await log.readAfter(1, 10)).alerts).toHaveLength(1);
  expect((await log.readAfter(0, 1)).alerts).toHaveLength(1);
  expect(await log.readAfter(0, 0)).toEqual({ epoch, head: 2, floor: 0, alerts: [] });
  expect(await log.readAfter(7, 10)).toEqual({ epoch, head: 2, floor: 0, alerts: [] });
});

it('begins above what retention dropped, and refuses to pass over a hole', async () => {
  const { pool } = await storeWithAlerts();
  const log = createAlertLog(pool);
  await pool.query('DELETE FROM alerts WHERE seq = 1');
  await expect(log.readAfter(0, 10)).rejects.toThrow('lacks number 1');
  await pool.query('UPDATE store SET alert_floor = 1');
  const page = await log.readAfter(0, 10);
  expect(page).toMatchObject({ head: 2, floor: 1, alerts: [{ seq: 2 }] });
  await pool.query('DELETE FROM detections WHERE position = 2');
  await expect(log.readAfter(0, 10)).rejects.toThrow('lacks number 2');
});
