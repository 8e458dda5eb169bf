// `pnpm fuzz:codec`: gives the indexer bytes of every kind, and checks that each is in one place.
import { randomInt } from 'node:crypto';
import { createTestDatabase } from '@intellisite/db/testing';
import { createDirectIndexer } from '@intellisite/indexer/testing';
import { parseCount } from '@intellisite/stack';
import { startTestPostgres } from '@intellisite/stack/testing';
import { Command } from 'commander';
import { parseSeed } from '../options.ts';
import { drawInputs } from './inputs.ts';
import { checkSlice, type SliceFates } from './slice.ts';
import { createStoredLog } from './stored-log.ts';

interface Options {
  inputs: number;
  seed: number;
}

const TOPIC = 'fuzz.detections';
/** In one transaction. */
const SLICE = 25_000;
/** Into one database: what was checked is dropped, so that the disk does not decide how many there are. */
const SLICES_PER_DATABASE = 20;
const LARGEST_SEED = 1_000_000_000;

const program = new Command('pnpm fuzz:codec')
  .description('Gives the indexer bytes of every kind, and checks that each is in one place.')
  .option('--inputs <count>', 'how many', parseCount, 100_000)
  .option('--seed <number>', 'of what is drawn at random; another one each time', parseSeed)
  .parse();
const given = program.opts<Pick<Options, 'inputs'> & Partial<Options>>();
const options: Options = { ...given, seed: given.seed ?? randomInt(LARGEST_SEED) };

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

async function fuzz({ inputs, seed }: Options, adminUrl: string): Promise<SliceFates> {
  const total: SliceFates = { detections: 0, quarantined: {}, violations: [] };
  for (let done = 0; done < inputs;) {
    const database = await createTestDatabase(adminUrl);
    const indexer = await createDirectIndexer(database.url, { topic: TOPIC, capacity: SLICE });
    const stored = createStoredLog(database.url, TOPIC);
    try {
      for (let slice = 0; slice < SLICES_PER_DATABASE && done < inputs; slice++) {
        const values = drawInputs(Math.min(SLICE, inputs - done), seed, done);
        const recordedAt = Date.now();
        await indexer.index(values, recordedAt);
        const fates = checkSlice(values, recordedAt, await stored.readNew());
        add(total, fates);
        done += values.length;
        if (fates.violations.length > 0) return total;
      }
    } finally {
      await Promise.all([indexer.close(), stored.close()]);
      await database.drop();
    }
    say(
      `${done.toLocaleString('en-US')} inputs, ${total.detections.toLocaleString('en-US')} detections`,
    );
  }
  return total;
}

function add(total: SliceFates, fates: SliceFates): void {
  total.detections += fates.detections;
  for (const [code, count] of Object.entries(fates.quarantined)) {
    total.quarantined[code] = (total.quarantined[code] ?? 0) + count;
  }
  total.violations.push(...fates.violations);
}

const postgres = await startTestPostgres({ onProgress: say });
try {
  say(`seed ${String(options.seed)}`);
  const { detections, quarantined, violations } = await fuzz(options, postgres.postgresUrl);
  const codes = Object.entries(quarantined).sort(([, one], [, other]) => other - one);
  const setAside = codes.reduce((sum, [, count]) => sum + count, 0);
  const figure = (count: number): string => count.toLocaleString('en-US');
  console.log(
    `${figure(detections + setAside)} inputs of seed ${String(options.seed)}: ${figure(detections)} are detections, ${figure(setAside)} are in quarantine (${codes.map(([code, count]) => `${code} ${figure(count)}`).join(', ')}).`,
  );
  for (const violation of violations) console.log(`VIOLATION: ${violation}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await postgres.stop();
}
