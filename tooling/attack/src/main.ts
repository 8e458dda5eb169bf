// `pnpm attack`: attacks the web server, and measures what is left of it for the others.
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import {
  createAlertSource,
  createKafkaClient,
  createTopic,
  describeMachine,
  generateDetections,
  logIn,
  runOnOwnStack,
  startChild,
  startDashboard,
  watchPublications,
  withProducer,
  type Dashboard,
  type OwnStack,
  type Publications,
} from '@intellisite/bench';
import { migrate } from '@intellisite/db';
import { build, parseCount } from '@intellisite/stack';
import { Command } from 'commander';
import type { Attack, Outcome } from './attack.ts';
import type { AttackTask } from './attacker-process.ts';
import { ATTACKS } from './attacks/all.ts';
import { watchMemory } from './memory-watch.ts';
import { startOthers, type Others } from './others.ts';
import { describeRun, type AttackResult } from './report.ts';

interface Options {
  rows: number;
  rounds: number;
  only: string;
  report?: string;
}

const program = new Command('pnpm attack')
  .description('Attacks the web server, and measures what is left of it for the others.')
  .option('--rows <count>', 'detections', parseCount, 100_000)
  .option('--rounds <count>', 'how often each attack is made; medians are printed', parseCount, 3)
  .option('--only <pattern>', 'attacks whose name matches the regular expression', '')
  .option('--report <file>', 'write the report to this file as well')
  .parse();
const options = program.opts<Options>();

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

const TOPIC = 'attack.alerts';
const ALERTS_PER_SECOND = 5;
const ALONE_MS = 6_000;
const WARM_UP_PAGES = 20;
/** After which nothing of an attack is left, and the next attacker is there. */
const PAUSE_MS = 3_000;

say('building');
await build('build');
await runOnOwnStack(run, { onProgress: say });

async function run({ databaseUrl, brokers, folder }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  await generateDetections(databaseUrl, options.rows);
  const kafka = createKafkaClient(brokers);
  await createTopic(kafka, TOPIC, 1);
  const publications = await watchPublications(kafka, TOPIC);
  const web = await startDashboard({
    databaseUrl,
    brokers,
    detectionsTopic: 'attack.detections',
    alertsTopic: TOPIC,
    folder,
    // So that an attacker can come from many addresses.
    settings: { TRUST_PROXY: 'true' },
  });
  try {
    const results = await withProducer(kafka, async (producer) => {
      const alerts = { databaseUrl, producer, topic: TOPIC, perSecond: ALERTS_PER_SECOND };
      const source = createAlertSource(alerts);
      try {
        return await attackAll(web, publications);
      } finally {
        await source.stop();
      }
    });
    const report = describeRun(results, {
      machine: await describeMachine(databaseUrl),
      rows: options.rows,
      rounds: options.rounds,
    });
    console.log(report);
    if (options.report !== undefined) writeFileSync(options.report, report);
    const faults = results.flatMap(({ unexpected, missing }) => [...unexpected, ...missing]);
    for (const fault of faults) say(`VIOLATION: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await web.stop();
    await publications.stop();
  }
}

async function attackAll(web: Dashboard, publications: Publications): Promise<AttackResult[]> {
  const { username, password } = web;
  const token = await logIn(web.url, { username, password });
  const others = await startOthers({ url: web.url, token }, publications);
  const only = new RegExp(options.only);
  const attacks = ATTACKS.filter(({ name }) => only.test(name));
  try {
    // What is measured first would pay for what is compiled.
    for (let page = 0; page < WARM_UP_PAGES; page++) {
      for (const path of ['/sign-in', '/nothing']) await (await fetch(web.url + path)).text();
    }
    await setTimeout(ALONE_MS);
    const results: AttackResult[] = [];
    for (const attack of attacks) {
      const result: AttackResult = { attack, rounds: [], unexpected: [], missing: [] };
      for (let round = 1; round <= options.rounds; round++) {
        say(`${attack.name}, round ${String(round)}`);
        await attackOnce(attack, { web, token, others }, result);
      }
      results.push(result);
    }
    return results;
  } finally {
    await others.stop();
  }
}

async function attackOnce(
  attack: Attack,
  { web, token, others }: { web: Dashboard; token: string; others: Others },
  result: AttackResult,
): Promise<void> {
  const attacker = startChild(new URL('attacker-process.ts', import.meta.url));
  try {
    // Meanwhile it is loaded.
    await setTimeout(PAUSE_MS);
    const alone = await others.measure(() => setTimeout(ALONE_MS));
    const memory = watchMemory(web.pid);
    const target = { url: web.url, token, username: web.username };
    const { service, result: outcome } = await others.measure(() =>
      attacker.ask<Outcome>({ name: attack.name, target } satisfies AttackTask),
    );
    result.rounds.push({ alone: alone.service, during: service, outcome, memory: memory.stop() });
    for (const end of Object.keys(outcome.ends)) {
      if (!attack.allowed.includes(end)) {
        result.unexpected.push(`${attack.name}: ${String(outcome.ends[end])} ended with ${end}`);
      }
    }
    if (service.missing > 0) {
      result.missing.push(
        `${attack.name}: ${String(service.missing)} of the others were not served`,
      );
    }
  } finally {
    await attacker.stop();
  }
  const { status } = await fetch(`${web.url}/ready`);
  if (status !== 200) result.missing.push(`${attack.name}: afterwards /ready is ${String(status)}`);
}
