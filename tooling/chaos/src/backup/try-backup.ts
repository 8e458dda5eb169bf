import { mkdirSync } from 'node:fs';
import { judge, type Judgement } from '../checks/judge.ts';
import { PARTS } from '../part.ts';
import { createRandom } from '../random.ts';
import type { Stage } from '../stage.ts';
import { createSystem } from '../system.ts';
import type { BackupKind } from './backups.ts';

export interface BackupTrial {
  kind: string;
  seed: number;
  /** Detections and quarantined messages: when the backup began and ended, when the server was lost, after the restore. */
  begun: number;
  ended: number;
  lost: number;
  restored: number;
  result: Judgement;
}

export interface BackupTrialOptions {
  stage: Stage;
  kind: BackupKind;
  programs: string;
  seed: number;
  folder: string;
}

/** Indexed before the backup begins, and at least so many again before the server is lost. */
const SOME = 2_000;
const SOON_MS = 60_000;

/**
 * Takes a backup while indexers write, loses the server some time later, restores the backup on a fresh
 * one as docs/operations.md says, and lets the indexers go on from Kafka.
 */
export async function tryBackup(options: BackupTrialOptions): Promise<BackupTrial> {
  const { stage, kind, programs, seed, folder } = options;
  const random = createRandom(seed);
  const part = PARTS.pipeline;
  mkdirSync(folder, { recursive: true });
  const name = `backup-${String(seed)}`;
  const system = await createSystem({ stage, part, name, random, folder });
  const { watch, clock, pool, indexers, run, witness } = system;
  const source = {
    postgres: stage.stack.postgres,
    dataDir: stage.stack.postgres.dataDir,
    databaseUrl: system.databaseUrl,
    programs,
    folder,
  };

  async function untilHead(least: number): Promise<number> {
    return await clock.until(`${String(least)} messages are indexed`, SOON_MS, async () => {
      const { head } = await watch.read();
      return head >= least ? head : null;
    });
  }

  let fresh: Awaited<ReturnType<BackupKind['restore']>> | null = null;
  try {
    await system.begin();
    const begun = await untilHead(SOME);
    await kind.take(source);
    const ended = await untilHead(begun + 1);
    const lost = await untilHead(ended + SOME);
    await stage.stack.postgres.kill();
    await system.stopServices();
    fresh = await kind.restore(source);
    await pool.query('UPDATE store SET epoch = gen_random_uuid()');
    const { head: restored, publishedSeq } = await watch.read();
    indexers.add();
    indexers.add();
    await system.readyAgain('the restore');
    await untilHead(lost);
    await system.settle();
    await witness.catchUp();
    await system.stopServices();
    for (const complaint of witness.complaints) run.add(complaint);
    const result = await judge({ ...system, listeners: [], publishedBefore: publishedSeq });
    const violations = [...run.list(), ...result.violations];
    return {
      kind: kind.name,
      seed,
      begun,
      ended,
      lost,
      restored,
      result: { ...result, violations },
    };
  } finally {
    await system.remove();
    await fresh?.stop();
    await stage.stack.postgres.restart();
  }
}
