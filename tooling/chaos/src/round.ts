import { mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createPool } from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { createTestKafka } from '@intellisite/kafka/testing';
import type { ServiceCommand } from '@intellisite/stack';
import type { TestStack } from '@intellisite/stack/testing';
import { checkAlertsTopic } from './checks/alerts-topic.ts';
import { checkBlocks } from './checks/blocks.ts';
import { checkCheckpoints } from './checks/checkpoints.ts';
import { checkAlertRows, checkDensity } from './checks/logs.ts';
import { checkMessageFates } from './checks/message-fates.ts';
import { readStoredState } from './checks/stored-state.ts';
import { createViolations, type Violation } from './checks/violation.ts';
import type { FaultOutcome, Scene } from './faults/fault.ts';
import { FAULTS, type FaultKind } from './faults/kinds.ts';
import { createFeeder } from './feeder.ts';
import { createIndexerFleet } from './indexer-fleet.ts';
import { createMessageStream } from './message-stream.ts';
import { createProgressWatch, type Progress } from './progress-watch.ts';
import { createRandom } from './random.ts';
import { createTopicClient } from './topic-client.ts';
import { eventually } from '@intellisite/service/testing';
import { createWitness } from './witness.ts';

export interface RoundOptions {
  stack: TestStack;
  program: ServiceCommand;
  /** What happens follows from it; when it happens depends on the machine as well. */
  seed: number;
  faults: number;
  kinds: readonly FaultKind[];
  /** Where the logs of the indexers go. */
  folder: string;
  onProgress: (message: string) => void;
}

export interface FaultRecord extends FaultOutcome {
  kind: FaultKind;
}

export interface RoundResult {
  seed: number;
  faults: FaultRecord[];
  /** Records that were in the topic, in all of its lives. */
  produced: number;
  detections: number;
  quarantined: number;
  declaredLost: number;
  alerts: number;
  repeatedAlerts: number;
  blocks: number;
  violations: Violation[];
  seconds: number;
}

const PARTITIONS = 3;
const FIRST_INDEXERS = 2;
/** After the last fault: everything must be well again by then. */
const SETTLE_MS = 120_000;
/** After a fault that stands alone, until the next one strikes anyway. */
const RECOVER_MS = 30_000;

/** Feeds indexers, makes faults, lets all come to rest, and compares what is there with what was sent. */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const { stack, seed, onProgress } = options;
  const begun = Date.now();
  const random = createRandom(seed);
  const run = createViolations('the run itself');
  mkdirSync(options.folder, { recursive: true });

  const connection = createTestKafka(stack.brokers.join(','));
  const topics = createTopicClient(connection);
  const detectionsTopic = `chaos-${String(seed)}.detections`;
  const alertsTopic = `chaos-${String(seed)}.alerts`;
  await topics.create(detectionsTopic, PARTITIONS);
  await topics.create(alertsTopic, 1);
  const database = await createTestDatabase(stack.postgresUrl);
  const pool = createPool({ databaseUrl: database.url, applicationName: 'chaos' });
  const stream = createMessageStream(random.fork());
  const witness = createWitness(topics, detectionsTopic, PARTITIONS, stream);
  const watch = createProgressWatch(pool, detectionsTopic);
  const feeder = createFeeder({
    connection,
    topic: detectionsTopic,
    partitions: PARTITIONS,
    stream,
    random: random.fork(),
  });
  const fleet = createIndexerFleet({
    program: options.program,
    databaseUrl: database.url,
    brokers: stack.brokers.join(','),
    detectionsTopic,
    alertsTopic,
    folder: options.folder,
    onUnasked(name, how) {
      run.add(`${name} ended though nobody asked it to: ${how}`);
    },
  });
  const consequences: Promise<void>[] = [];
  const scene: Scene = {
    random: random.fork(),
    kafka: stack.kafka,
    postgres: stack.postgres,
    pool,
    fleet,
    feeder,
    witness,
    topics,
    detectionsTopic,
    alertsTopic,
    partitions: PARTITIONS,
    watch,
    later(task) {
      consequences.push(task().catch(complainOf('what follows from a fault')));
    },
    complain: run.add,
  };

  function complainOf(what: string): (error: unknown) => void {
    return (error) => {
      run.add(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    };
  }

  async function strike(kind: FaultKind): Promise<FaultRecord | null> {
    watch.disturb();
    try {
      const outcome = await FAULTS[kind](scene);
      if (outcome.alone) await watch.recovered(outcome.recovery, RECOVER_MS);
      return { kind, ...outcome };
    } catch (error) {
      complainOf(kind)(error);
      return null;
    }
  }

  /** All that Kafka has is indexed, and all alerts are published. */
  async function settle(): Promise<void> {
    await Promise.all(consequences);
    await feeder.stop();
    const ends = await topics.ends(detectionsTopic);
    const { generation } = witness.current;
    await eventually(
      'everything is indexed and relayed',
      async () => {
        const progress = await watch.read();
        const indexed = ends.every(({ partition, high }) =>
          isAt(progress, partition, generation, high),
        );
        return indexed && progress.publishedSeq === progress.alertSeq ? true : null;
      },
      { deadlineMs: SETTLE_MS, everyMs: 100 },
    ).catch(complainOf('after the last fault'));
    await witness.catchUp();
  }

  async function judge(): Promise<Omit<RoundResult, 'seed' | 'faults' | 'seconds'>> {
    const state = await readStoredState(pool, detectionsTopic);
    const fates = checkMessageFates(witness.lives, stream.messages, state);
    const blocks = checkBlocks(state);
    const published = await topics.read(alertsTopic, new Map([[0, 0]]));
    const alerts = checkAlertsTopic(
      published.map(({ value }) => value),
      state,
    );
    const ends = await topics.ends(detectionsTopic);
    return {
      produced: fates.produced,
      detections: state.detections.length,
      quarantined: state.quarantine.length,
      declaredLost: fates.declaredLost,
      alerts: state.alerts.length,
      repeatedAlerts: alerts.repeated,
      blocks: blocks.checked,
      violations: [
        ...run.list(),
        ...fates.violations,
        ...checkDensity(state),
        ...checkAlertRows(state),
        ...blocks.violations,
        ...alerts.violations,
        ...checkCheckpoints(
          state,
          new Map(ends.map(({ partition, high }) => [partition, high])),
          witness.current,
        ),
      ],
    };
  }

  try {
    for (let count = 0; count < FIRST_INDEXERS; count++) fleet.add();
    feeder.start();
    const faults: FaultRecord[] = [];
    let bag: FaultKind[] = [];
    for (let count = 0; count < options.faults; count++) {
      if (bag.length === 0) bag = random.shuffled(options.kinds);
      const kind = bag.pop();
      if (kind === undefined) break;
      await setTimeout(random.between(100, 2_500));
      onProgress(`fault ${String(count + 1)} of ${String(options.faults)}: ${kind}`);
      const record = await strike(kind);
      if (record) faults.push(record);
    }
    onProgress('waiting until everything is indexed');
    await settle();
    for (const complaint of await fleet.stop()) run.add(complaint);
    for (const complaint of witness.complaints) run.add(complaint);
    onProgress('checking');
    const judgement = await judge();
    return { seed, faults, ...judgement, seconds: (Date.now() - begun) / 1_000 };
  } finally {
    fleet.killAll();
    await feeder.stop();
    await watch.stop();
    await pool.end();
    await database.drop();
    await topics.delete(detectionsTopic);
    await topics.delete(alertsTopic);
  }
}

function isAt(progress: Progress, partition: number, generation: number, offset: number): boolean {
  const checkpoint = progress.checkpoints.get(partition);
  // An empty partition has nothing that could be indexed.
  if (!checkpoint || offset === 0) return offset === 0;
  return checkpoint.generation === generation && checkpoint.nextOffset >= offset;
}
