import { describe, expect, it, onTestFinished } from 'vitest';
import {
  Counter,
  createHealthServer,
  createLogger,
  createRegistry,
  type Readiness,
} from '../src/index.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

async function serve(readiness: Readiness, options: { port?: number } = {}) {
  const registry = createRegistry('test');
  new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc(3);
  const server = createHealthServer({
    host: '127.0.0.1',
    port: options.port ?? 0,
    readiness: () => readiness,
    registry,
    logger,
  });
  const { port } = await server.start();
  onTestFinished(() => server.stop());
  return { port, url: `http://127.0.0.1:${String(port)}` };
}

describe('the health server', () => {
  it('says that the process lives, whatever else is wrong', async () => {
    const { url } = await serve({ status: 'unavailable', checks: { database: 'refused' } });
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it.each([
    ['ready', 200],
    ['degraded', 200],
    ['unavailable', 503],
  ] as const)('answers %s with %i and what was looked at', async (status, code) => {
    const { url } = await serve({ status, checks: { kafka: 'connecting' } });
    const response = await fetch(`${url}/ready`);
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({ status, checks: { kafka: 'connecting' } });
  });

  it('tells whom a proxy speaks for which part is amiss, and not why', async () => {
    const checks = { kafka: 'connect ECONNREFUSED 10.0.0.7:9092', database: 'ok' };
    const { url } = await serve({ status: 'degraded', checks });
    const response = await fetch(`${url}/ready`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(await response.json()).toEqual({
      status: 'degraded',
      checks: { kafka: 'amiss', database: 'ok' },
    });
  });

  it('serves the metrics of the registry to this machine', async () => {
    const { url } = await serve({ status: 'ready', checks: {} });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'things_total{service="test"} 3',
    );
  });

  it('refuses other methods and unknown paths', async () => {
    const { url } = await serve({ status: 'ready', checks: {} });
    const post = await fetch(`${url}/health`, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/else`)).status).toBe(404);
  });

  it('says which setting to change when the port is taken', async () => {
    const { port } = await serve({ status: 'ready', checks: {} });
    await expect(serve({ status: 'ready', checks: {} }, { port })).rejects.toThrow(
      `Port ${String(port)} is taken: set METRICS_PORT`,
    );
  });
});
