// `pnpm chaos:backup`: backups while ingesting, the loss of the server, a restore, and what is there in the end.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseCount } from '@intellisite/stack';
import { Command, InvalidArgumentError } from 'commander';
import { createStage } from '../stage.ts';
import { BACKUP_KINDS } from './backups.ts';
import { findPostgresPrograms, hasAll } from './postgres-programs.ts';
import { tryBackup } from './try-backup.ts';

const MOST_SEEDS = 1_000_000;

const program: Command = new Command('pnpm chaos:backup')
  .description(
    'Restores backups that were taken while ingesting, and checks that nothing is lost or doubled.',
  )
  .option('--programs <folder>', 'where initdb, postgres, pg_dump and the others are', parseFolder)
  .option('--seed <number>', 'of the first trial; the following count up', parseCount)
  .parse();
const given = program.opts<{ programs?: string; seed?: number }>();
const programs = given.programs ?? findPostgresPrograms();
if (programs === null) {
  program.error(
    'error: the Postgres that is brought along has no pg_dump. Install one (Debian: apt-get install postgresql), or name its folder with --programs.',
  );
}

function parseFolder(text: string): string {
  if (hasAll(text)) return text;
  throw new InvalidArgumentError(
    'expected a folder with initdb, postgres, pg_dump, pg_restore and pg_basebackup',
  );
}

const stage = await createStage({
  smallDisks: false,
  replica: false,
  postgres: { programs, replication: true },
  onProgress: (message) => process.stderr.write(`${message}\n`),
});
let failed = false;
try {
  for (const [index, kind] of BACKUP_KINDS.entries()) {
    const seed = (given.seed ?? randomInt(1, MOST_SEEDS)) + index;
    const folder = join(stage.folder, kind.name);
    const trial = await tryBackup({ stage, kind, programs, seed, folder });
    const { result } = trial;
    failed ||= result.violations.length > 0;
    console.log(
      `${trial.kind} (seed ${String(seed)}): taken from message ${String(trial.begun)} to ${String(trial.ended)}, the server lost at ${String(trial.lost)}, restored to ${String(trial.restored)}; in the end ${String(result.produced)} messages are ${String(result.detections)} detections and ${String(result.quarantined)} in quarantine, ${String(result.declaredLost)} declared lost, ${String(result.alerts)} alerts; ${String(result.violations.length)} violations`,
    );
    for (const { check, detail } of result.violations) console.log(`  ${check}: ${detail}`);
  }
} finally {
  await stage.close({ keepLogs: failed });
}
process.exitCode = failed ? 1 : 0;
