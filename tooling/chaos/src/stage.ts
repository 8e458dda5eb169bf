import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '@intellisite/stack';
import {
  startTestReplica,
  startTestStack,
  type TestPostgres,
  type TestStack,
  type TestStackOptions,
} from '@intellisite/stack/testing';
import { createNetwork, type Network } from './network/network.ts';
import { createSmallDisk, type SmallDisk } from './small-disk.ts';

/** What all rounds of a run share: the built services, the servers and what lies between them. */
export interface Stage {
  stack: TestStack;
  /** Follows Postgres, for web servers to read from; null: there is none. */
  replica: TestPostgres | null;
  network: Network;
  disks: { kafka: SmallDisk | null; postgres: SmallDisk | null };
  /** For logs. */
  folder: string;
  /** Removes everything; the logs stay where `keep` names them. */
  close(options?: { keepLogs?: boolean }): Promise<void>;
}

export interface StageOptions {
  /** Servers on small file systems in memory, which can be filled. */
  smallDisks: boolean;
  /** Whether a replica follows Postgres. */
  replica: boolean;
  /** For a Postgres of which backups are taken. */
  postgres?: TestStackOptions['postgres'];
  onProgress?: (message: string) => void;
}

export async function createStage({
  smallDisks,
  replica: withReplica,
  postgres = { replication: withReplica },
  onProgress,
}: StageOptions): Promise<Stage> {
  await build('build');
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-chaos-'));
  // Postgres runs as another user where we are root, and has to pass through to its disk.
  chmodSync(folder, 0o711);
  const network = await createNetwork();
  const disk = (name: string): SmallDisk | null =>
    smallDisks ? createSmallDisk(join(folder, name)) : null;
  const disks = { kafka: disk('kafka'), postgres: disk('postgres') };
  const removeDisks = (): void => {
    for (const made of Object.values(disks)) made?.remove();
  };
  process.once('exit', removeDisks);
  const stack = await startTestStack({
    proxied: network.proxied,
    postgres,
    folders: { kafka: disks.kafka?.folder, postgres: disks.postgres?.folder },
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  network.leadTo(stack);
  const replica = withReplica ? await startTestReplica(stack.postgres) : null;
  return {
    stack,
    replica,
    network,
    disks,
    folder,
    async close({ keepLogs = false } = {}) {
      await network.close();
      await replica?.stop();
      await stack.stop();
      removeDisks();
      if (!keepLogs) rmSync(folder, { recursive: true, force: true });
    },
  };
}
