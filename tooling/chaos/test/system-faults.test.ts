import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { FaultKind } from '../src/faults/kinds.ts';
import { PARTS } from '../src/part.ts';
import { runRound } from '../src/round.ts';
import { createStage, type Stage } from '../src/stage.ts';

// The short form of `pnpm chaos`: each seed with faults of its own, so that most kinds are caused.
const ROUNDS: readonly (readonly [number, FaultKind[]])[] = [
  [
    11,
    [
      'kill indexer',
      'freeze indexer in its transaction',
      'kill web',
      'drop connections',
      'kill Postgres in a commit',
      'kill broker',
      'freeze replica',
    ],
  ],
  [
    13,
    [
      'kill relay between publish and mark',
      'expire unread records',
      'recreate topic',
      "lose the broker's data",
      'freeze indexer between two transactions',
      'stall connections',
      'hold replica back',
    ],
  ],
];
/** After it, an indexer writes a batch that is no longer its own. */
const STALE: FaultKind = 'freeze indexer between two transactions';
const LISTENERS = 20;
const READERS = 4;

let stage: Stage;
let keepLogs = false;

beforeAll(async () => {
  // Its own: the faults kill the servers that other tests use.
  stage = await createStage({ smallDisks: false, replica: true });
}, 400_000);

afterAll(async () => {
  await stage.close({ keepLogs });
});

test.each(ROUNDS)(
  'nothing is lost or doubled, and no client sees a hole or a wrong answer, through faults (seed %i)',
  async (seed, kinds) => {
    onTestFailed(() => {
      keepLogs = true;
    });
    const folder = join(stage.folder, String(seed));
    const round = await runRound({
      stage,
      part: { ...PARTS.system, listeners: LISTENERS, readers: READERS },
      seed,
      faults: kinds.length,
      kinds,
      folder,
      onProgress: () => undefined,
    });
    expect(round.violations, `the services' logs are in ${folder}`).toEqual([]);
    expect(round.faults.length).toBe(kinds.length);
    // On a machine that is busy enough, the group is heard before the stale batch is written.
    const isHit = round.faults.some(({ kind, hit }) => kind === STALE && hit === true);
    if (isHit) expect(round.fencedWrites).toBeGreaterThan(0);
    expect(round.produced).toBe(round.detections + round.quarantined + round.declaredLost);
  },
  400_000,
);
