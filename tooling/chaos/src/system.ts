import { mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createPool, migrate, type Pool } from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { createTestKafka } from '@intellisite/kafka/testing';
import { serviceCommand, type ServiceCommand } from '@intellisite/stack';
import { createViolations, type Violations } from './checks/violation.ts';
import type { Part } from './part.ts';
import { createProgressWatch, type Progress, type ProgressWatch } from './progress-watch.ts';
import type { Random } from './random.ts';
import { whatIsAmiss } from './readiness.ts';
import { createFleet, type Fleet } from './services/fleet.ts';
import { settingsOf, type RoundSettings } from './settings.ts';
import type { Stage } from './stage.ts';
import { createFeeder, type Feeder } from './traffic/feeder.ts';
import { createMessageStream, type MessageStream } from './traffic/message-stream.ts';
import { createPublishedAlerts, type PublishedAlerts } from './traffic/published-alerts.ts';
import { createTopicClient, type TopicClient } from './traffic/topic-client.ts';
import { createWitness, type Witness } from './traffic/witness.ts';
import { createWorkClock, type WorkClock } from './work-clock.ts';

/** The system with topics and a database of its own, fed with a known stream. */
export interface System {
  settings: RoundSettings;
  clock: WorkClock;
  pool: Pool;
  /** The database, not through the network. */
  databaseUrl: string;
  topics: TopicClient;
  detectionsTopic: string;
  alertsTopic: string;
  partitions: number;
  stream: MessageStream;
  witness: Witness;
  publishedAlerts: PublishedAlerts;
  watch: ProgressWatch;
  feeder: Feeder;
  indexers: Fleet;
  webs: Fleet;
  /** Complaints about the run itself. */
  run: Violations;
  /** Starts the services and the stream, and the migrations once they run if the part wants it so. */
  begin(): Promise<void>;
  /** Answers after how many ms all services were ready; complains when it takes too long. */
  readyAgain(after: string): Promise<number>;
  /** The stream ends, all that Kafka has is indexed, and all alerts are published. */
  settle(): Promise<void>;
  /** Ends the services as whoever runs them would. */
  stopServices(): Promise<void>;
  /** Ends what still runs, and removes what is its own. */
  remove(): Promise<void>;
}

export interface SystemOptions {
  stage: Stage;
  part: Part;
  /** Names the topics. */
  name: string;
  random: Random;
  /** The indexer, unless it is what is built. */
  indexer?: ServiceCommand | undefined;
  /** Whether each service has a time of day of its own, which can be set. */
  ownTime?: boolean;
  /** Where the logs of the services go. */
  folder: string;
}

const PARTITIONS = 3;
const FIRST_INDEXERS = 2;
/** After the stream has ended: everything must be well again by then. */
export const SETTLE_MS = 120_000;
/** After a fault and all that follows from it, until every service is ready again without help. */
export const READY_WITHIN_MS = 30_000;

export async function createSystem(options: SystemOptions): Promise<System> {
  const { stage, part, name, random, folder, ownTime = false } = options;
  const { stack, network } = stage;
  mkdirSync(folder, { recursive: true });
  const clock = createWorkClock();
  const run = createViolations('the run itself');
  const connection = createTestKafka(stack.brokers.join(','));
  const topics = createTopicClient(connection, clock);
  const detectionsTopic = `${name}.detections`;
  const alertsTopic = `${name}.alerts`;
  await topics.create(detectionsTopic, PARTITIONS);
  await topics.create(alertsTopic, 1);
  const database = await createTestDatabase(stack.postgresUrl, {
    empty: part.migratesWhileRunning,
  });
  const pool = createPool({ databaseUrl: database.url, applicationName: 'chaos' });
  const stream = createMessageStream(random.fork());
  const witness = createWitness(topics, detectionsTopic, PARTITIONS, stream);
  const publishedAlerts = createPublishedAlerts(topics, alertsTopic);
  const watch = createProgressWatch(pool, detectionsTopic);
  const feeder = createFeeder({
    connection,
    topic: detectionsTopic,
    partitions: PARTITIONS,
    stream,
    random: random.fork(),
    pace: part.pace,
  });
  const settings = settingsOf({
    network,
    databaseUrl: database.url,
    replicaPort: stage.replica?.port ?? null,
    detectionsTopic,
    alertsTopic,
    folder,
  });
  const indexers = fleetOf('indexer', settings.indexer, options.indexer);
  const webs = fleetOf('web', settings.web);
  network.clientToWeb.setTargets(() =>
    webs
      .alive()
      .map((web) => web.port())
      .filter((port) => port !== null),
  );

  function fleetOf(
    service: 'indexer' | 'web',
    env: Record<string, string>,
    program = serviceCommand(service),
  ): Fleet {
    return createFleet({
      service,
      program,
      env,
      folder,
      ownTime,
      clock,
      onUnasked(process, how) {
        run.add(`${process} ended though nobody asked it to: ${how}`);
      },
    });
  }

  return {
    settings,
    clock,
    pool,
    databaseUrl: database.url,
    topics,
    detectionsTopic,
    alertsTopic,
    partitions: PARTITIONS,
    stream,
    witness,
    publishedAlerts,
    watch,
    feeder,
    indexers,
    webs,
    run,
    async begin() {
      for (let count = 0; count < FIRST_INDEXERS; count++) indexers.add();
      for (let count = 0; count < part.webs; count++) webs.add();
      feeder.start();
      if (!part.migratesWhileRunning) return;
      await setTimeout(random.between(0, 3_000));
      await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    },
    async readyAgain(after) {
      const since = clock.now();
      let amiss: string[] = [];
      try {
        await clock.until('all services are ready', READY_WITHIN_MS, async () => {
          amiss = await whatIsAmiss([indexers, webs]);
          return amiss.length === 0 ? true : null;
        });
      } catch {
        run.add(`after ${after}, within 30 s: ${amiss.join('; ')}`);
      }
      return clock.now() - since;
    },
    async settle() {
      await feeder.stop();
      const ends = await topics.ends(detectionsTopic);
      const { generation } = witness.current;
      await clock.until('everything is indexed and relayed', SETTLE_MS, async () => {
        const progress = await watch.read();
        const indexed = ends.every(({ partition, high }) =>
          isAt(progress, partition, generation, high),
        );
        return indexed && progress.publishedSeq === progress.alertSeq ? true : null;
      });
    },
    async stopServices() {
      for (const fleet of [webs, indexers]) {
        for (const complaint of await fleet.stop()) run.add(complaint);
      }
    },
    async remove() {
      for (const link of network.links()) link.mend();
      indexers.killAll();
      webs.killAll();
      await feeder.stop();
      await watch.stop();
      await pool.end();
      await database.drop();
      await topics.delete(detectionsTopic);
      await topics.delete(alertsTopic);
      clock.stop();
    },
  };
}

function isAt(progress: Progress, partition: number, generation: number, offset: number): boolean {
  const checkpoint = progress.checkpoints.get(partition);
  // An empty partition has nothing that could be indexed.
  if (!checkpoint || offset === 0) return offset === 0;
  return checkpoint.generation === generation && checkpoint.nextOffset >= offset;
}
