import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDetections, logIn, startDashboard, startSteadyLoad } from '@intellisite/bench';
import { createTestDatabase } from '@intellisite/db/testing';
import { build } from '@intellisite/stack';
import { expect, inject, test } from 'vitest';
import { ATTACKS } from '../src/attacks/all.ts';
import { OTHERS_ADDRESS } from '../src/others.ts';

// The short form of `pnpm attack`: all attacks at once, each from an address of its own, and no times.
test('attackers are cut or refused, the others are answered meanwhile, and the server stays ready', async () => {
  await build('build');
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-attack-'));
  const database = await createTestDatabase(inject('postgresUrl'));
  await generateDetections(database.url, 1_000);
  const topic = `attack-${randomUUID()}`;
  const web = await startDashboard({
    databaseUrl: database.url,
    brokers: inject('brokers').join(','),
    detectionsTopic: `${topic}.detections`,
    alertsTopic: `${topic}.alerts`,
    folder,
    settings: { TRUST_PROXY: 'true' },
  });
  try {
    const { url, username, password } = web;
    const token = await logIn(url, { username, password });
    const others = startSteadyLoad({
      url: `${url}/api/v1/stats`,
      token,
      perSecond: 20,
      connections: 2,
      address: OTHERS_ADDRESS,
    });
    const outcomes = await Promise.all(
      ATTACKS.map(async (attack, index) => {
        const target = { url, token, username, address: `198.51.100.${String(index + 1)}` };
        return { attack, ...(await attack.run(target, attack.short)) };
      }),
    );
    for (const { attack, ends } of outcomes) {
      expect(Object.keys(ends).length, attack.name).toBeGreaterThan(0);
      expect(attack.allowed, attack.name).toEqual(expect.arrayContaining(Object.keys(ends)));
    }
    expect(others.latencies().length).toBeGreaterThan(0);
    expect(others.failures()).toBe(0);
    await others.stop();
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    // It was not started anew, and nothing surprised it.
    expect(readFileSync(join(folder, 'web.log'), 'utf8')).not.toMatch(/"level":"(error|fatal)"/);
  } finally {
    await web.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});
