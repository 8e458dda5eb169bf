import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  createHeartbeat,
  enterHeartbeat,
  forgetSilentServices,
  leaveServices,
  listServices,
  type Pool,
  type ServiceInstance,
  type ServiceReport,
} from '../src/index.ts';
import { createTestStore } from './support.ts';

const READY: ServiceReport = { state: 'ready', note: null, partitions: [] };

function service(kind: ServiceInstance['kind'], startedAt = new Date()): ServiceInstance {
  return { id: randomUUID(), kind, version: '1.2.3', startedAt };
}

async function silence(pool: Pool, { id }: ServiceInstance, seconds: number): Promise<void> {
  await pool.query(
    'UPDATE service_instances SET heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1',
    [id, seconds],
  );
}

it('lists what each process says of itself, until it leaves', async () => {
  const { pool } = await createTestStore();
  const indexer = service('indexer');
  const web = service('web');
  const owned = [{ topic: 'detections', partition: 2, behindSeconds: 1.5 }];
  await enterHeartbeat(pool, indexer, READY);
  await enterHeartbeat(pool, web, READY);
  await enterHeartbeat(pool, indexer, {
    state: 'degraded',
    note: 'kafka: away',
    partitions: owned,
  });
  expect(await listServices(pool)).toMatchObject([
    { ...web, ...READY, silent: false },
    { ...indexer, state: 'degraded', note: 'kafka: away', partitions: owned, silent: false },
  ]);
  await leaveServices(pool, indexer.id);
  expect((await listServices(pool)).map(({ id }) => id)).toEqual([web.id]);
});

it('tells who fell silent, and forgets them when another one has run for a while', async () => {
  const { pool } = await createTestStore();
  const dead = service('indexer', new Date('2026-11-24T08:00:00Z'));
  await enterHeartbeat(pool, dead, READY);
  await silence(pool, dead, 86_400);
  await forgetSilentServices(pool);
  // The last one of its kind says since when there is none.
  expect(await listServices(pool)).toMatchObject([{ id: dead.id, silent: true }]);
  const next = service('indexer', new Date('2026-11-25T08:00:00Z'));
  await enterHeartbeat(pool, next, READY);
  await forgetSilentServices(pool);
  expect((await listServices(pool)).map(({ id }) => id)).toEqual([next.id]);
});

it('keeps whoever fell silent a short while ago', async () => {
  const { pool } = await createTestStore();
  const [dead, next] = [service('web', new Date(1)), service('web', new Date(2))];
  await enterHeartbeat(pool, dead, READY);
  await silence(pool, dead, 60);
  await enterHeartbeat(pool, next, READY);
  await forgetSilentServices(pool);
  expect((await listServices(pool)).map(({ silent }) => silent)).toEqual([true, false]);
});

it('beats from its start to its stop', async () => {
  const { pool } = await createTestStore();
  const web = service('web');
  const heartbeat = createHeartbeat({ pool, service: web, report: () => READY });
  heartbeat.start();
  await expect.poll(() => listServices(pool)).toMatchObject([{ id: web.id, silent: false }]);
  const [first] = await listServices(pool);
  await expect
    .poll(async () => (await listServices(pool))[0]?.heartbeatAt, { timeout: 10_000 })
    .not.toEqual(first?.heartbeatAt);
  await heartbeat.stop();
  expect(await listServices(pool)).toEqual([]);
});
