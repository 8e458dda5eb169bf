// `pnpm start` and `pnpm dev`: the whole system, until Ctrl-C.
import { SettingsError } from '@intellisite/service/settings';
import { Command } from 'commander';
import { readStackSettings } from '../env.ts';
import { StackError } from '../stack-error.ts';
import { watchLaunchers } from './launchers.ts';
import { createStatusLine } from './status-line.ts';
import { runSystem } from './system.ts';

/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

const program = new Command('pnpm start')
  .description('Runs Kafka, Postgres, the indexer, the web server and the producer until Ctrl-C.')
  .option('--dev', 'run the services from source, anew after each change')
  .parse();
const { dev = false } = program.opts<{ dev?: boolean }>();

// Whoever read it may be gone, as `tee` is after Ctrl-C, or the terminal itself: all is still ended in order.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const stopping = new AbortController();
const line = createStatusLine(process.stdout);

function stop(): void {
  // The servers have watchdogs: whoever cannot wait leaves nothing behind.
  if (stopping.signal.aborted) process.exit(130);
  stopping.abort();
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
watchLaunchers(() => {
  stopping.abort();
});

try {
  const settings = readStackSettings();
  await runSystem({
    settings,
    watch: dev,
    line,
    mayShowSecrets: process.stdout.isTTY,
    signal: stopping.signal,
  });
  process.exit(0);
} catch (error) {
  if (!(error instanceof StackError || error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof SettingsError ? EXIT_CONFIG : 1);
}
