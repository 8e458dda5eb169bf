import {
  detectionList,
  detectionWithAlerts,
  stats,
  timeline,
  type DetectionList,
} from '@intellisite/contracts';
import { describe, expect, test } from 'vitest';
import { detections, logIn, problemOf } from './support.ts';

describe('lists of detections', () => {
  test('page through frozen data while more arrives', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(250));
    const first = (await (await call('/api/v1/detections?limit=100')).json()) as DetectionList;
    await installation.log.ingest(detections(50));
    const rest = await Promise.all(
      [100, 200, 300].map(async (skip) => {
        const answer = await call(
          `/api/v1/detections?limit=100&skip=${String(skip)}&asOf=${String(first.asOf)}`,
        );
        return (await answer.json()) as DetectionList;
      }),
    );
    const ids = [first, ...rest].flatMap(({ data }) => data.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
    expect(rest.map(({ total, size, asOf }) => [total, size, asOf])).toEqual([
      [250, 100, 250],
      [250, 50, 250],
      [250, 0, 250],
    ]);
    const now = (await (await call('/api/v1/detections?limit=1')).json()) as DetectionList;
    expect(now.total).toBe(300);
  });

  test('have exact totals with every filter, and what they answer fits the document', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(120));
    const totals: Record<string, number> = {
      'make=toyota': 30,
      'make=Toyota,KIA': 60,
      'category=hatchback': 60,
      'category=SUV,sedan': 60,
      'year=2005': 12,
      'year=2005..2006,2014': 36,
      'source=gate-1': 40,
      'from=2026-01-01T00:10:00Z&to=2026-01-01T00:20:00Z': 10,
      'from=2026-01-01T01:10:00%2B01:00': 110,
      'make=Toyota&year=2005': 6,
      'make=nobody': 0,
      "model=C'eed": 30,
    };
    for (const [filter, total] of Object.entries(totals)) {
      const response = await call(`/api/v1/detections?${filter}`);
      expect(response.status, filter).toBe(200);
      const list = detectionList.parse(await response.json());
      expect(list.total, filter).toBe(total);
      expect(list.data.length, filter).toBe(Math.min(total, 100));
    }
  });

  test('answer 304 to who has the answer, until something new arrives', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(10));
    for (const target of ['/api/v1/detections', '/api/v1/stats', '/api/v1/alerts']) {
      const first = await call(target);
      const etag = first.headers.get('etag') ?? '';
      expect(etag, target).toMatch(/^"[\w-]{20,}"$/);
      const again = await call(target, { headers: { 'if-none-match': `"other", W/${etag}` } });
      expect([again.status, await again.text()], target).toEqual([304, '']);
      const strange = await call(target, { headers: { 'if-none-match': etag }, token: null });
      expect(strange.status, target).toBe(401);
      await installation.log.ingest(detections(4));
      const later = await call(target, { headers: { 'if-none-match': etag } });
      expect(later.status, target).toBe(200);
    }
  });

  test('have one detection by its id, and none ahead of the newest', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(3));
    const one = async (id: number) =>
      detectionWithAlerts.parse(await (await call(`/api/v1/detections/${String(id)}`)).json());
    expect(await one(2)).toMatchObject({ id: 2, make: 'Volkswagen', alerts: [] });
    const raised = { seq: 1, rule: 'suspicious-vehicle', ruleVersion: 1 };
    expect(await one(1)).toMatchObject({ id: 1, alerts: [raised] });
    expect((await problemOf(await call('/api/v1/detections/4'))).code).toBe('not_found');
    expect(await (await call('/api/v1/alerts/1')).json()).toMatchObject({ seq: 1, detectionId: 1 });
    expect((await problemOf(await call('/api/v1/alerts/2'))).code).toBe('not_found');
  });
});

describe('statistics', () => {
  test('count by every group, with any filter', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(120));
    const count = async (query: string) =>
      stats.parse(await (await call(`/api/v1/stats?${query}`)).json());
    expect(await count('')).toMatchObject({ size: 4, total: 120, asOf: 120 });
    expect((await count('by=model&make=kia')).data).toEqual([
      { make: 'Kia', model: "C'eed", count: 30 },
    ]);
    const byCategory = await count('by=category');
    expect(byCategory.data).toContainEqual({ category: 'Hatchback', count: 60 });
    expect(byCategory.total).toBe(120);
    expect((await count('by=source&year=2005')).data).toContainEqual({ source: null, count: 4 });
    expect((await count('by=year&make=toyota')).data).toHaveLength(5);
  });

  test('count over time, in days as a time zone has them', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(120, Date.UTC(2026, 2, 28, 22)));
    const over = async (query: string) =>
      timeline.parse(await (await call(`/api/v1/stats/timeline?${query}`)).json());
    // Midnight in Berlin is at 23:00 UTC, and the clocks go forward in the night after.
    const days = await over(
      'interval=day&tz=Europe/Berlin&from=2026-03-28T00:00:00%2B01:00&to=2026-03-30T00:00:00%2B02:00',
    );
    expect(days.data).toEqual([
      { start: '2026-03-27T23:00:00.000Z', count: 60 },
      { start: '2026-03-28T23:00:00.000Z', count: 60 },
    ]);
    const minutes = await over(
      'interval=minute&from=2026-03-28T22:00:00Z&to=2026-03-28T22:10:00Z&make=toyota',
    );
    expect(minutes.data.map(({ count }) => count)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(minutes).toMatchObject({
      interval: 'minute',
      end: '2026-03-28T22:10:00.000Z',
      earliest: '2026-03-28T22:00:00.000Z',
    });
    const months = await over(
      'interval=month&tz=Europe/Berlin&from=2026-02-10T00:00:00Z&to=2026-04-10T00:00:00Z',
    );
    expect(months.data).toEqual([
      { start: '2026-01-31T23:00:00.000Z', count: 0 },
      { start: '2026-02-28T23:00:00.000Z', count: 120 },
      { start: '2026-03-31T22:00:00.000Z', count: 0 },
    ]);
  });

  test('count over time in intervals that fit the range', async () => {
    const { installation, call } = await logIn();
    const over = async (query: string) =>
      timeline.parse(await (await call(`/api/v1/stats/timeline?interval=auto${query}`)).json());
    expect(await over('')).toMatchObject({ interval: 'minute', earliest: null });
    await installation.log.ingest(detections(120, Date.UTC(2026, 2, 28, 22)));
    const from = '&from=2026-03-28T22:00:00Z';
    const lengths = {
      '2026-03-28T22:05:00Z': 'minute',
      '2026-03-29T22:00:00Z': 'hour',
      '2026-06-28T22:00:00Z': 'day',
      '2036-03-28T22:00:00Z': 'month',
    };
    for (const [to, interval] of Object.entries(lengths)) {
      expect((await over(`${from}&to=${to}`)).interval, to).toBe(interval);
    }
    // All that there is, to the last of them.
    const all = await over('&make=toyota');
    expect(all.data.reduce((sum, { count }) => sum + count, 0)).toBe(30);
    const first = Date.parse(all.data[0]?.start ?? '');
    expect(first).toBeLessThanOrEqual(Date.parse('2026-03-28T22:00:00Z'));
    expect(all).toMatchObject({ earliest: '2026-03-28T22:00:00.000Z', asOf: 120 });
  });

  test('suggest what was typed so far', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(8));
    const suggest = async (query: string) =>
      await (await call(`/api/v1/vehicles/suggest?${query}`)).json();
    expect(await suggest('field=make&q=to')).toEqual({
      data: [{ value: 'Toyota', count: 2 }],
      size: 1,
    });
    expect(await suggest('field=model&q=c&make=Kia')).toMatchObject({ data: [{ value: "C'eed" }] });
  });
});
