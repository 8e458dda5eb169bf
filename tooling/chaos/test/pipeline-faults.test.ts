import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceCommand } from '@intellisite/stack';
import { startTestStack, type TestStack } from '@intellisite/stack/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultKind } from '../src/faults/kinds.ts';
import { buildIndexer } from '../src/indexer-build.ts';
import { runRound } from '../src/round.ts';

// The short form of `pnpm chaos:pipeline`: each seed with faults of its own, so that all are caused.
const ROUNDS: readonly (readonly [number, FaultKind[]])[] = [
  [11, ['kill indexer', 'freeze indexer in its transaction', 'remove indexer']],
  [12, ['kill broker', 'kill Postgres', 'kill relay between publish and mark', 'add indexer']],
  [13, ['expire unread records', 'recreate topic', 'freeze indexer past its session']],
];

let stack: TestStack;
let program: ServiceCommand;
const folder = mkdtempSync(join(tmpdir(), 'intellisite-chaos-'));

beforeAll(async () => {
  program = await buildIndexer();
  // Its own: the faults kill the servers that other tests use.
  stack = await startTestStack();
}, 120_000);

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(ROUNDS)(
  'every message is indexed exactly once and every alert published through faults (seed %i)',
  async (seed, kinds) => {
    const round = await runRound({
      stack,
      program,
      seed,
      faults: kinds.length,
      kinds,
      folder: join(folder, String(seed)),
      onProgress: () => undefined,
    });
    expect(round.violations).toEqual([]);
    expect(round.faults.length).toBe(kinds.length);
    expect(round.produced).toBe(round.detections + round.quarantined + round.declaredLost);
  },
  240_000,
);
