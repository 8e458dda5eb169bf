// `pnpm admin:reset`: lets whoever runs the system in again.
import { Command } from 'commander';
import { execa } from 'execa';
import { openDataDir } from '../data-dir.ts';
import { readStackSettings } from '../env.ts';
import { ROOT } from '../root.ts';
import { sourceCommand } from '../service-command.ts';
import { StackError } from '../stack-error.ts';
import { build } from '../start/build.ts';
import { runCommand, say } from './run-command.ts';
import { withDatabase } from './with-database.ts';

const program = new Command('pnpm admin:reset')
  .description(
    'Gives an admin a new password, enables it and ends its sessions. Makes it when there is none of the name.',
  )
  .argument('[username]', 'instead of ADMIN_USERNAME')
  .parse();
const [username] = program.processedArgs as [string | undefined];

await runCommand(async () => {
  const settings = readStackSettings();
  const dataDir = openDataDir(settings.DATA_DIR).path;
  await build('generate');
  // What was generated just now; a fresh clone cannot load it before.
  const { migrate } = await import('@intellisite/db');
  await withDatabase(settings, say, async (databaseUrl) => {
    await migrate(databaseUrl, { onProgress: say });
    const { command, args } = sourceCommand('web');
    const { failed } = await execa(
      command,
      [...args, 'admin-reset', ...(username === undefined ? [] : [username])],
      {
        env: { DATABASE_URL: databaseUrl, DATA_DIR: dataDir },
        cwd: ROOT,
        stdio: 'inherit',
        reject: false,
      },
    );
    if (failed) throw new StackError('Nothing was changed.');
  });
});
