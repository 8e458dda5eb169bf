import { openDataDir } from '../data-dir.ts';
import type { StackSettings } from '../env.ts';
import { explainDatabaseError } from '../postgres/database-refusal.ts';
import { startLocalPostgres } from '../postgres/local-postgres.ts';
import { readLivingStart } from '../process/start-record.ts';

/**
 * Hands on the address of the database that the settings mean: the one they name, that of the start
 * command that runs, else the local one, which runs for as long as `use` takes.
 */
export async function withDatabase(
  settings: StackSettings,
  onProgress: (message: string) => void,
  use: (databaseUrl: string) => Promise<void>,
): Promise<void> {
  const { DATABASE_URL: outside } = settings;
  if (outside !== undefined) {
    await use(outside).catch((error: unknown) => {
      throw explainDatabaseError(error, outside);
    });
    return;
  }
  const dataDir = openDataDir(settings.DATA_DIR);
  const running = readLivingStart(dataDir)?.databaseUrl;
  if (running) {
    await use(running);
    return;
  }
  const port = settings.LOCAL_POSTGRES_PORT;
  const postgres = await startLocalPostgres({ dataDir: dataDir.path, port, onProgress });
  try {
    await use(postgres.url);
  } finally {
    await postgres.stop();
  }
}
