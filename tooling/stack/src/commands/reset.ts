// `pnpm db:reset`: deletes everything in the database.
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { readStackSettings } from '../env.ts';
import { StackError } from '../stack-error.ts';
import { build } from '../start/build.ts';
import { runCommand, say } from './run-command.ts';
import { withDatabase } from './with-database.ts';

const program = new Command('pnpm db:reset')
  .description('Deletes all detections, alerts, checkpoints, users and sessions, after asking.')
  .option('--yes', 'do not ask')
  .parse();
const { yes = false } = program.opts<{ yes?: boolean }>();

async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new StackError(`${question} Nobody is here to answer: say --yes to mean it.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Type "reset" to go on: `);
  terminal.close();
  if (answer.trim() !== 'reset') throw new StackError('Nothing was changed.');
}

await runCommand(async () => {
  const settings = readStackSettings();
  await build('generate');
  const { countSessions, createPool, migrate, readHeads, resetDatabase } =
    await import('@intellisite/db');
  await withDatabase(settings, say, async (databaseUrl) => {
    await migrate(databaseUrl, { onProgress: say });
    const sessions = await countSessions(databaseUrl);
    if (sessions > 0) {
      throw new StackError(
        `Intellisite uses this database (${String(sessions)} connections). End all of its processes first.`,
      );
    }
    const pool = createPool({ databaseUrl, applicationName: 'intellisite-reset' });
    let heads;
    try {
      heads = await readHeads(pool);
    } finally {
      await pool.end();
    }
    const { host, pathname } = new URL(databaseUrl);
    if (!yes) {
      await confirm(
        `This deletes ${String(heads.position)} detections, ${String(heads.alertSeq)} alerts, ${String(heads.quarantined)} quarantined messages and all users with their sessions from ${host}${pathname}.`,
      );
    }
    await resetDatabase(databaseUrl);
    await migrate(databaseUrl, { onProgress: say });
    say(
      'The database is empty. The next start indexes again what Kafka still has, and makes a first admin.',
    );
  });
});
