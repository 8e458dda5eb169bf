import type { Engine } from './engine.ts';
import type { Installation } from './installation.ts';
import type { Steps } from './steps.ts';
import { until } from './until.ts';

const WITHIN_SECONDS = 180;
const STOP_WITHIN_SECONDS = 60;

/** The commands of the original's README, letter for letter, in its order; then the API's file. */
export async function runOriginalCommands(
  engine: Engine,
  installation: Installation,
  { step }: Steps,
): Promise<void> {
  await step('docker network create intellisite', () =>
    engine.docker(['network', 'create', 'intellisite']),
  );
  await step('docker-compose.kafka.yml up -d', () =>
    shell(engine, 'docker-compose -f docker/docker-compose.kafka.yml up -d'),
  );
  await step('logs -f broker | grep "started"', () =>
    shows(
      engine,
      'docker-compose -f docker/docker-compose.kafka.yml logs -f broker | grep --line-buffered "started"',
      /Kafka Server started/,
    ),
  );
  await step('docker-compose.producer.yml up -d', () =>
    shell(engine, 'docker-compose -f docker/docker-compose.producer.yml up -d'),
  );
  const indexer = engine.start('docker-compose -f docker/docker-compose.indexer.yml up');
  try {
    await step('docker-compose.indexer.yml up, in the foreground', () =>
      installation.waitUntilReady(['broker', 'producer', 'database', 'indexer']),
    );
    await step('exec broker kafka-console-consumer', () =>
      shows(
        engine,
        'docker-compose -f docker/docker-compose.kafka.yml exec broker kafka-console-consumer --bootstrap-server localhost:9092 --topic intellisite.detections',
        /\{.*"Year".*"Make".*\}/,
      ),
    );
    await step('docker-compose.api.yml up -d', async () => {
      await shell(engine, 'docker-compose -f docker/docker-compose.api.yml up -d');
      await installation.waitUntilReady(['api']);
      await installation.get('/detections', await installation.logIn());
    });
    await step('docker-compose.producer.yml down', () =>
      shell(engine, 'docker-compose -f docker/docker-compose.producer.yml down'),
    );
    await step('docker-compose.kafka.yml stop', () =>
      shell(engine, 'docker-compose -f docker/docker-compose.kafka.yml stop'),
    );
  } finally {
    indexer.signal('SIGINT');
  }
  await step('Ctrl-C ends the indexer and its database', () =>
    until('the foreground command ends', STOP_WITHIN_SECONDS, () =>
      Promise.resolve(indexer.hasEnded ? true : null),
    ),
  );
  await step('docker network rm intellisite, after the API', async () => {
    await shell(engine, 'docker-compose -f docker/docker-compose.api.yml down');
    await shell(engine, 'docker-compose -f docker/docker-compose.indexer.yml down');
    await shell(engine, 'docker-compose -f docker/docker-compose.kafka.yml down');
    await engine.docker(['network', 'rm', 'intellisite']);
  });
}

async function shell(engine: Engine, command: string): Promise<void> {
  const { exitCode, output } = await engine.start(command).ended;
  if (exitCode !== 0) throw new Error(output);
  // Compose warns of what a person would have to think about.
  if (/level=warning|\bWARN\b/.test(output)) throw new Error(`a warning: ${output}`);
}

/** Runs a command that would go on for ever, until it shows what is expected. */
async function shows(engine: Engine, command: string, expected: RegExp): Promise<void> {
  const running = engine.start(command);
  try {
    await until(`output that matches ${expected.source}`, WITHIN_SECONDS, () => {
      if (expected.test(running.output)) return Promise.resolve(true);
      if (running.hasEnded) throw new Error(`it has ended: ${running.output}`);
      return Promise.resolve(null);
    });
  } finally {
    running.signal('SIGTERM');
  }
}
