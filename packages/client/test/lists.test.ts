import { describe, expect, test, vi } from 'vitest';
import { createFaultyLine } from './faulty-line.ts';
import {
  adminClient,
  collect,
  createInstallation,
  createRecorder,
  detections,
  errorOf,
  numbers,
  start,
  suspicious,
  WITHIN,
} from './support.ts';

const LIST_PATH = '/trpc/detections.list';
const LIST = `GET ${LIST_PATH}`;

describe('a list of everything', () => {
  test('has each row once, as it was at its first page, while rows arrive', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(detections(1_050));
    for (const order of ['newest', 'oldest'] as const) {
      const list = client.detectionsAll({ order, pageSize: 100 });
      const total = await list.total();
      const ids: number[] = [];
      for await (const { id } of list) {
        ids.push(id);
        if (id % 100 === 0) await installation.log.ingest(detections(10));
      }
      const expected = numbers(1, total);
      expect(ids).toEqual(order === 'oldest' ? expected : expected.reverse());
      expect(await list.asOf()).toBe(total);
    }
  });

  test('answers everything that a filter selects, and the same again', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(detections(400));
    const list = client.detectionsAll({ make: ['Toyota', 'Kia'], year: '2005..2007', pageSize: 7 });
    const all = await collect(list);
    expect(all.map(({ id }) => id)).toEqual(
      numbers(1, 400)
        .filter((id) => id % 2 === 1 && (id - 1) % 10 < 3)
        .reverse(),
    );
    await installation.log.ingest(detections(40));
    expect(await collect(list)).toEqual(all);
    const { length } = await collect(client.detectionsAll({ make: 'nobody' }));
    expect(length).toBe(0);
  });

  test('has a filter of any length: what a URL does not bear goes in a body', async () => {
    const recorder = createRecorder();
    const { client, installation } = await start(recorder);
    await installation.log.ingest(detections(20));
    const nobody = Array.from({ length: 99 }, (_, i) => `nobody ${String(i)} `.repeat(20).trim());
    const list = client.detectionsAll({ make: ['Toyota', ...nobody] });
    expect((await collect(list)).map(({ id }) => id)).toEqual([17, 13, 9, 5, 1]);
    expect(recorder.count(`POST ${LIST_PATH}`)).toBe(1);
    expect(recorder.count(LIST)).toBe(0);
  });

  test('is of alerts too', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(suspicious(250));
    const list = client.alertsAll({ order: 'oldest', pageSize: 100 });
    expect((await collect(list)).map(({ seq }) => seq)).toEqual(numbers(1, 250));
    expect(await list.total()).toBe(250);
  });

  test('asks for nothing before it is wanted, then for one page more than is read', async () => {
    const recorder = createRecorder();
    const { client, installation } = await start(recorder);
    await installation.log.ingest(detections(1_000));
    const list = client.detectionsAll({ pageSize: 100 });
    expect(recorder.requests).toEqual([]);
    let pages = 0;
    for await (const { skip, size } of list.pages()) {
      expect(skip).toBe(100 * pages);
      pages += 1;
      await vi.waitFor(() => {
        expect(recorder.count(LIST)).toBe(pages + 1);
      }, WITHIN);
      expect(size).toBe(100);
      if (pages === 3) break;
    }
    expect(recorder.count(LIST)).toBe(4);
  });

  test('goes on over connections that break', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const line = await createFaultyLine(api.port);
    const client = adminClient(installation, line.url, { retry: { minDelayMs: 10 } });
    await installation.log.ingest(detections(2_000));
    const ids: number[] = [];
    for await (const { id } of client.detectionsAll({ order: 'oldest', pageSize: 100 })) {
      ids.push(id);
      if (id % 150 === 0) line.cut();
    }
    expect(ids).toEqual(numbers(1, 2_000));
  });

  test('says that rows were dropped while it was read', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(detections(400));
    const ids: number[] = [];
    async function readAll(): Promise<void> {
      for await (const { id } of client.detectionsAll({ order: 'oldest', pageSize: 100 })) {
        if (ids.push(id) === 50)
          await installation.pool.query('UPDATE store SET position_floor = 120');
      }
    }
    expect(await errorOf(readAll())).toMatchObject({ code: 'dropped' });
    expect(ids.length).toBeLessThan(400);
  });
});

describe('an export', () => {
  test('brings every detection of a filter, as rows and as a file', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(detections(5_000));
    const filter = { model: ["C'eed, GT", 'Golf'], category: 'hatchback', source: 'gate-1' };
    const listed = await collect(client.detectionsAll({ ...filter, order: 'oldest' }));
    expect(listed.length).toBeGreaterThan(500);
    expect(await collect(client.exportDetections(filter))).toEqual(listed);

    const text = async (format: 'csv' | 'ndjson'): Promise<string> =>
      Buffer.concat(await collect(client.exportFile({ ...filter, format }))).toString();
    const csv = (await text('csv')).trim().split('\r\n');
    expect(csv).toHaveLength(listed.length + 1);
    expect(csv[0]).toContain('make');
    expect((await text('ndjson')).trim().split('\n')).toHaveLength(listed.length);
  });

  test('fails when it breaks off: what was read is never taken for the whole', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const line = await createFaultyLine(api.port);
    const client = adminClient(installation, line.url);
    await installation.log.ingest(detections(50_000));
    let rows = 0;
    async function readAll(): Promise<void> {
      for await (const { id } of client.exportDetections()) {
        rows += 1;
        if (id === 100) line.cut();
      }
    }
    expect(await errorOf(readAll())).toMatchObject({ code: 'network_error' });
    expect(rows).toBeLessThan(50_000);
  });
});
