import { expect, it } from 'vitest';
import {
  createPrisma,
  listRaisedAlerts,
  readHeads,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
} from '../src/index.ts';
import { batchOf, createTestStore, seriesKey } from './support.ts';

it('lists the alerts of a detection, with the version of the rule that raised them', async () => {
  const store = await createTestStore();
  const { pool } = store;
  const prisma = createPrisma({ databaseUrl: store.url, applicationName: 'test' });
  const setCategory = (category: string) =>
    setRule(prisma, SUSPICIOUS_VEHICLE_RULE, { kind: 'category', categories: [category] });
  await setCategory('wagon');
  await setCategory('suv');
  await prisma.$disconnect();
  const before = Date.now();
  await store
    .newWriter()
    .write(batchOf([seriesKey(), seriesKey({ year: 2020 })], { alertRows: [1], rulesRevision: 2 }));
  const { epoch } = await readHeads(pool);
  expect(await listRaisedAlerts(pool, epoch, 1)).toEqual([]);
  const [alert, ...others] = await listRaisedAlerts(pool, epoch, 2);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ seq: 1, rule: 'suspicious-vehicle', ruleVersion: 1 });
  expect(alert?.raisedAt.getTime()).toBeGreaterThan(before - 60_000);

  await pool.query('UPDATE store SET alert_floor = 1');
  expect(await listRaisedAlerts(pool, epoch, 2)).toEqual([]);
  await pool.query('UPDATE store SET epoch = gen_random_uuid()');
  await expect(listRaisedAlerts(pool, epoch, 2)).rejects.toThrow('reset or restored');
});
