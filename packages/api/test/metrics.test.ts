import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import { detections, logIn } from './support.ts';

/** A metric's value, whichever labels it has beside these. */
function valueOf(metrics: string, name: string, labels: Record<string, string> = {}): number {
  const line = metrics
    .split('\n')
    .find(
      (text) =>
        new RegExp(`^intellisite_${name}[{ ]`).test(text) &&
        Object.entries(labels).every(([label, value]) => text.includes(`${label}="${value}"`)),
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('tells answers by route, method and status, whatever was asked for', async () => {
  const { call } = await logIn();
  const read = async () => await (await call('/metrics')).text();
  for (let time = 0; time < 3; time++) await call('/api/v1/detections?limit=1');
  await call('/detections?limit=0');
  await call('/detections/17');
  await call('/detections/18');
  await call('/users/me', { token: null });
  for (const path of ['/api/v1/x1', '/api/v1/x2']) await call(path);
  const metrics = await read();
  const answers = (route: string, status: number): number =>
    valueOf(metrics, 'http_request_seconds_count', {
      route,
      method: 'GET',
      status: String(status),
    });
  expect(answers('/detections', 200)).toBe(3);
  expect(answers('/detections', 400)).toBe(1);
  expect(answers('/detections/{id}', 404)).toBe(2);
  expect(answers('/users/me', 401)).toBe(1);
  expect(answers('none', 404)).toBe(2);
  expect(valueOf(metrics, 'http_request_seconds_sum', { route: '/detections' })).toBeGreaterThan(0);
  // Every label is of the API's own table, or a scanner would fill the memory of both sides.
  expect(metrics).not.toContain('x1');
});

test('tells streams that are open, and what they were sent', async () => {
  const { installation, api, call, tokens } = await logIn();
  await installation.log.ingest(detections(8));
  const read = async () => await (await call('/metrics')).text();
  const gone = new AbortController();
  const stream = await fetch(`${api.url}/alerts?lastEventId=0`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
    signal: gone.signal,
  });
  expect(stream.status).toBe(200);
  const metrics = await eventually('both alerts were sent', async () => {
    const text = await read();
    return valueOf(text, 'stream_events_sent_total') === 2 ? text : null;
  });
  expect(valueOf(metrics, 'streams_open')).toBe(1);
  expect(valueOf(metrics, 'stream_clients_dropped_total')).toBe(0);
  gone.abort();
  await eventually('the stream is closed', async () =>
    valueOf(await read(), 'streams_open') === 0 ? true : null,
  );
});
