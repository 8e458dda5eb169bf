import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack, type TestStack, type TestStackOptions } from '@intellisite/stack/testing';
import { withFreshDatabase } from './databases.ts';

export interface OwnStack {
  /** An empty database of the run's own. */
  databaseUrl: string;
  /** As kafkajs takes them, with commas between them. */
  brokers: string;
  stack: TestStack;
  /** For files; removed at the end. */
  folder: string;
}

/**
 * Runs a measurement on a Kafka and a Postgres of its own, which syncs to the disk as a real one does, and ends
 * both, and the process, whatever happens.
 */
export async function runOnOwnStack(
  run: (own: OwnStack) => Promise<void>,
  { onProgress, postgres }: Pick<TestStackOptions, 'onProgress' | 'postgres'>,
): Promise<never> {
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-bench-'));
  try {
    const stack = await startTestStack({
      fsync: true,
      ...(onProgress && { onProgress }),
      ...(postgres && { postgres }),
    });
    try {
      await withFreshDatabase(stack.postgres.superuserUrl, (databaseUrl) =>
        run({ databaseUrl, brokers: stack.brokers.join(','), stack, folder }),
      );
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // Consumers and producers that a run leaves open.
  process.exit();
}
