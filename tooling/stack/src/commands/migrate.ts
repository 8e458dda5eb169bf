// `pnpm db:migrate`: brings the database to the schema of this version.
import { readStackSettings } from '../env.ts';
import { build } from '../start/build.ts';
import { runCommand, say } from './run-command.ts';
import { withDatabase } from './with-database.ts';

await runCommand(async () => {
  const settings = readStackSettings();
  await build('generate');
  // What was generated just now; a fresh clone cannot load it before.
  const { migrate } = await import('@intellisite/db');
  await withDatabase(settings, say, async (databaseUrl) => {
    const { applied } = await migrate(databaseUrl, { onProgress: say });
    say(applied.length === 0 ? 'nothing to apply' : `applied ${applied.join(', ')}`);
  });
});
