// `pnpm bench:api`: how fast the API answers, beside a plain Fastify + pg server and beside node:http.
import { randomBytes } from 'node:crypto';
import { migrate } from '@intellisite/db';
import { parseCount } from '@intellisite/stack';
import { Command, Option } from 'commander';
import { generateDetections } from '../queries/generate.ts';
import { withClient } from '../shared/databases.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { median } from '../shared/statistics.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createArrivals } from './arrivals.ts';
import { load, type Load } from './load.ts';
import { FLOOD, statsBesideFloods, type FloodResult } from './login-flood.ts';
import { logIn, PLAIN_APPLICATION, serve, type ServeTask } from './served.ts';
import { copyToWideTable } from './wide-copy.ts';

/** Questions at rest, the same while detections arrive, floods of logins. */
const PARTS = ['rest', 'arriving', 'flood'] as const;

interface Options {
  only?: (typeof PARTS)[number];
  rows: number;
  rounds: number;
  seconds: number;
}

const program = new Command('pnpm bench:api')
  .description('Asks the API and what it compares with the same questions.')
  .option('--rows <count>', 'detections', parseCount, 1_000_000)
  .option('--rounds <count>', 'how often each question is measured', parseCount, 3)
  .option('--seconds <count>', 'of each measurement', parseCount, 5)
  .addOption(new Option('--only <part>', 'one part alone').choices(PARTS))
  .parse();
const options = program.opts<Options>();

/** Detections that arrive while the API is asked, so that no answer is that of the question before. */
const ARRIVING_PER_SECOND = 1_000;

interface Question {
  name: string;
  url: string;
  pid: number;
  token?: string;
}

await runOnOwnStack(run, { onProgress: progress });

async function run({ databaseUrl, brokers }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  await generateDetections(databaseUrl, options.rows);
  progress('the same rows as a wide table');
  await copyToWideTable(databaseUrl);
  const task: ServeTask = {
    databaseUrl,
    brokers,
    admin: { username: 'admin', password: `bench ${randomBytes(12).toString('base64url')}` },
  };
  const [ours, plain, constant] = await Promise.all([
    serve('api-process', task),
    serve('fastify-process', task),
    serve('constant-process', task),
  ]);
  try {
    const token = await logIn(ours.url, task.admin);
    const deep = Math.floor(options.rows * 0.9);
    const deepest = `skip=${String(deep)}`;
    const questions: Question[] = [
      { name: 'node:http, constant page', url: constant.url, pid: constant.pid },
      ...['/detections', `/detections?${deepest}`, '/stats'].map((target) => ({
        name: `Fastify + pg ${target}`,
        url: `${plain.url}${target}`,
        pid: plain.pid,
      })),
      ...[
        '/detections',
        `/detections?${deepest}`,
        '/detections?category=SUV',
        '/stats',
        '/stats?category=SUV',
      ].map((target) => ({
        name: `ours ${target}`,
        url: `${ours.url}/api/v1${target}`,
        pid: ours.pid,
        token,
      })),
    ];
    const wanted = (part: (typeof PARTS)[number]): boolean => (options.only ?? part) === part;
    const atRest = wanted('rest') ? await measureAll(databaseUrl, questions) : null;
    const arriving = wanted('arriving') ? await measureArriving(databaseUrl, questions) : null;
    progress('logins in floods');
    const { username } = task.admin;
    const flood = wanted('flood')
      ? await statsBesideFloods(
          { url: ours.url, bareUrl: constant.url, token, username },
          options.rounds,
        )
      : null;
    endProgress();
    await printMachine(databaseUrl);
    console.log(
      `${thousands(options.rows)} detections, pages of 100 rows, 16 connections (autocannon), medians of ${options.rounds} rounds. Ours with a login and an exact total, the others without.\n`,
    );
    if (atRest) printLoads(atRest);
    if (arriving) {
      console.log(`\nThe same while ${thousands(ARRIVING_PER_SECOND)} detections/s arrive:\n`);
      printLoads(arriving);
    }
    if (flood) printFlood(flood);
  } finally {
    await Promise.all([ours.stop(), plain.stop(), constant.stop()]);
  }
}

async function measureArriving(
  databaseUrl: string,
  questions: readonly Question[],
): Promise<Map<string, Load>> {
  const arrivals = createArrivals(databaseUrl, ARRIVING_PER_SECOND);
  const ours = questions.filter(({ token }) => token !== undefined);
  const loads = await measureAll(databaseUrl, ours);
  await arrivals.stop();
  return loads;
}

/** In turns, so that whatever disturbs the machine disturbs all of them. */
async function measureAll(
  databaseUrl: string,
  questions: readonly Question[],
): Promise<Map<string, Load>> {
  const loads = new Map<string, Load[]>(questions.map(({ name }) => [name, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const { name, url, pid, token } of questions) {
      progress(`round ${round}: ${name}`);
      const { seconds } = options;
      const measured = await load(url, { seconds, pid, ...(token === undefined ? {} : { token }) });
      loads.get(name)?.push(measured);
      await cancelAbandoned(databaseUrl);
    }
  }
  return new Map([...loads].map(([name, measured]): [string, Load] => [name, mediansOf(measured)]));
}

function mediansOf(loads: readonly Load[]): Load {
  const cpu = loads.flatMap(({ cpuMicros }) => cpuMicros ?? []);
  return {
    perSecond: median(loads.map(({ perSecond }) => perSecond)),
    p50: median(loads.map(({ p50 }) => p50)),
    p99: median(loads.map(({ p99 }) => p99)),
    cpuMicros: cpu.length === 0 ? null : median(cpu),
  };
}

/** The plain server's queries outlive its clients by far, and would slow down whoever is asked next. */
async function cancelAbandoned(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, (client) =>
    client.query(
      'SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
      [PLAIN_APPLICATION],
    ),
  );
}

function printLoads(loads: ReadonlyMap<string, Load>): void {
  const page = loads.get('Fastify + pg /detections')?.perSecond;
  const stats = loads.get('Fastify + pg /stats')?.perSecond;
  printTable(
    ['', 'answers/s', 'p50 ms', 'p99 ms', 'CPU µs/answer', 'times Fastify + pg'],
    [...loads].map(([name, { perSecond, p50, p99, cpuMicros }]) => {
      const base = name.includes('/stats') ? stats : page;
      return [
        name,
        thousands(perSecond),
        fixed(p50, 1),
        fixed(p99, 1),
        fixed(cpuMicros, 0),
        base === undefined ? '' : fixed(perSecond / base, 2),
      ];
    }),
  );
}

function printFlood(result: FloodResult): void {
  const { floods, seconds, statuses, aloneP99, besideP99, besideBareP99 } = result;
  const { perSecond, connections, logins } = FLOOD;
  const times = (ratios: readonly number[]): string =>
    `${fixed(median(ratios), 2)} times (${fixed(Math.min(...ratios), 2)} to ${fixed(Math.max(...ratios), 2)})`;
  console.log(
    `\n/stats at ${perSecond} requests/s over ${connections} connections, beside ${floods} floods of ${logins} logins at once, one at a time, each of ${fixed(seconds, 1)} s (answers ${JSON.stringify(statuses)}). Medians of the floods, each compared with as long a time just before it:\n`,
  );
  printTable(
    ['', 'p99 ms', 'times the p99 alone (lowest to highest)'],
    [
      ['alone', fixed(aloneP99, 1), ''],
      ['during a flood', fixed(besideP99, 1), times(result.beside)],
      ['while the bare server is flooded', fixed(besideBareP99, 1), times(result.besideBare)],
    ],
  );
}
