// `pnpm test:containers`: builds the images, runs the system in containers in every way that the README shows,
// breaks it, and checks that nothing is lost.
import { findFreePort, isPortFree } from '@intellisite/stack';
import { Command } from 'commander';
import { findEngine, type Engine } from './engine.ts';
import { checkImages } from './images.ts';
import { createInstallation } from './installation.ts';
import { runOriginalCommands } from './original-commands.ts';
import { createSteps, StepFailed, type Steps } from './steps.ts';
import { runWholeSystem } from './whole-system.ts';

const FILES = ['kafka', 'producer', 'indexer', 'api'] as const;
/** Marks what a run of this test has made, so that the next one may remove what a killed run has left. */
const MARKER = 'under-test-intellisite';

const program = new Command('pnpm test:containers')
  .description('Builds and runs the containers, and checks that they do what is promised.')
  .option('--if-available', 'pass without doing anything where no container engine answers')
  .parse();
const { ifAvailable = false } = program.opts<{ ifAvailable?: boolean }>();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function testContainers(engine: Engine, url: string, steps: Steps): Promise<void> {
  const { step } = steps;
  const whole = { kafka: [], indexer: [], api: [] };
  const single = {
    kafka: fileOption('kafka'),
    indexer: fileOption('indexer'),
    api: fileOption('api'),
  };
  await step('every Compose file is valid', async () => {
    for (const name of FILES) await engine.compose([...fileOption(name), 'config', '--quiet']);
    await engine.compose(['config', '--quiet']);
  });
  await step('the images are built', () => engine.compose(['build']));
  await checkImages(engine, steps, say);
  await runOriginalCommands(engine, createInstallation(engine, url, single), steps);
  await runWholeSystem(engine, createInstallation(engine, url, whole), steps);
}

function fileOption(name: (typeof FILES)[number]): string[] {
  return ['-f', `docker/docker-compose.${name}.yml`];
}

/** @throws Error where somebody's system runs, or has run and left its data */
async function claim(engine: Engine): Promise<void> {
  const mine = await engine.docker(['volume', 'ls', '--quiet', '--filter', `name=^${MARKER}$`]);
  if (mine !== '') await removeAll(engine);
  const used = await engine.docker(['volume', 'ls', '--quiet', '--filter', 'name=^intellisite-']);
  if (used !== '') {
    throw new Error(
      `Intellisite has data on this engine (${used.replaceAll('\n', ', ')}), and this test would remove it: "docker compose down -v" first if it may go.`,
    );
  }
  await engine.docker(['volume', 'create', MARKER]);
}

async function removeAll(engine: Engine): Promise<void> {
  await engine.tryCompose(['down', '--volumes', '--remove-orphans']);
  await engine.docker(['network', 'rm', '--force', 'intellisite']);
  await engine.docker(['volume', 'rm', '--force', MARKER]);
}

const port = (await isPortFree(3000)) ? 3000 : await findFreePort();
const kafkaPort = (await isPortFree(9092)) ? 9092 : await findFreePort();
const engine = await findEngine({ PORT: String(port), KAFKA_PORT: String(kafkaPort) });
const steps = createSteps(say);
let failed = 0;
if (engine === null) {
  say(
    ifAvailable
      ? 'No container engine with Compose answers here: the containers were not tested.'
      : 'No container engine with Compose answers here: start one, or give --if-available.',
  );
  failed = ifAvailable ? 0 : 1;
} else {
  try {
    await claim(engine);
    try {
      await testContainers(engine, `http://127.0.0.1:${port}`, steps);
    } finally {
      if (steps.failed > 0) say((await engine.tryCompose(['logs', '--tail=20'])).output);
      await removeAll(engine);
    }
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      say(error instanceof Error ? error.message : String(error));
      failed = 1;
    }
  }
}
failed += steps.failed;
say(`${steps.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
