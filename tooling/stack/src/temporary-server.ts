import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './ports.ts';

/** Starts a server on a free port, with a folder of its own that `stop()` removes. */
export async function inTemporaryFolder<T extends { stop(): Promise<void> }>(
  name: string,
  start: (dataDir: string, port: number) => Promise<T>,
  parent = tmpdir(),
): Promise<T> {
  const folder = mkdtempSync(join(parent, `intellisite-${name}-`));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const server = await start(folder, await findFreePort());
    return {
      ...server,
      stop: async () => {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
