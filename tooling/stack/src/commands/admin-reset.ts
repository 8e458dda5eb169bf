// `pnpm admin:reset`: lets whoever runs the system in again.
import { createLogger, writeSecretFile } from '@intellisite/service';
import { Command } from 'commander';
import { openDataDir } from '../data-dir.ts';
import { readStackSettings } from '../env.ts';
import { adminPasswordFile } from '../start/admin-password.ts';
import { build } from '../start/build.ts';
import { runCommand, say } from './run-command.ts';
import { withDatabase } from './with-database.ts';

const program = new Command('pnpm admin:reset')
  .description(
    'Gives an admin a new password, enables it and ends its sessions. Makes it when there is none of the name.',
  )
  .argument('[username]', 'instead of ADMIN_USERNAME')
  .parse();
const [named] = program.processedArgs as [string | undefined];

await runCommand(async () => {
  const settings = readStackSettings();
  const file = adminPasswordFile(openDataDir(settings.DATA_DIR).path);
  await build('generate');
  // What was generated just now; a fresh clone cannot load it before.
  const { resetAdmin } = await import('@intellisite/api');
  const { migrate } = await import('@intellisite/db');
  await withDatabase(settings, say, async (databaseUrl) => {
    await migrate(databaseUrl, { onProgress: say });
    const { username, generatedPassword } = await resetAdmin({
      databaseUrl,
      username: named ?? settings.ADMIN_USERNAME,
      logger: createLogger({ name: 'admin-reset', level: 'error' }),
    });
    if (generatedPassword === null) return;
    writeSecretFile(file, generatedPassword);
    say(`Sign in as ${username} with the password in ${file}`);
    // Never where it would be kept: in a file, or in the log of whoever runs this.
    if (process.stderr.isTTY) say(`  ${generatedPassword}`);
  });
});
