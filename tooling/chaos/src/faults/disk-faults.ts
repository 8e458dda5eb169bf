import { setTimeout } from 'node:timers/promises';
import type { Fault, Scene } from './fault.ts';
import { untilEveryPartitionIsKnown } from './topic-faults.ts';

const FULL_MS = [2_000, 12_000] as const;

/** Transactions fail, and Postgres itself may: where WAL cannot be written, it ends and is started again. */
export const fillPostgres: Fault = async ({ disks, postgres, random, watch }) => {
  const hasEnded = endOf(postgres);
  disks.postgres?.fill();
  await setTimeout(random.between(...FULL_MS));
  disks.postgres?.makeRoom();
  if (hasEnded()) await postgres.restart();
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

const WRITES_OR_ENDS_WITHIN_MS = 60_000;

/**
 * A broker that cannot write ends, on a busy machine seconds after there is room again; whoever runs it
 * starts it again.
 */
export const fillBroker: Fault = async ({ disks, kafka, random, watch, feeder, flood, clock }) => {
  const hasEnded = endOf(kafka);
  disks.kafka?.fill();
  await Promise.race([feeder.burst(flood), setTimeout(FULL_MS[0])]);
  await setTimeout(random.between(...FULL_MS));
  disks.kafka?.makeRoom();
  const { length: acknowledged } = feeder.acknowledged;
  await clock.until('the broker writes, or has ended', WRITES_OR_ENDS_WITHIN_MS, () =>
    hasEnded() || feeder.acknowledged.length > acknowledged ? true : null,
  );
  if (hasEnded()) await kafka.restart();
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

function endOf(server: { exited: () => Promise<void> }): () => boolean {
  let ended = false;
  void server.exited().then(() => {
    ended = true;
  });
  return () => ended;
}

const MADE_AGAIN_WITHIN_MS = 30_000;

/**
 * Kafka comes back without anything that it knew. Nobody but the system makes its topics again, and what
 * was not indexed has to be declared.
 */
export const loseBrokerData: Fault = async (scene) => {
  const { kafka, feeder, witness, topics, publishedAlerts, random, watch, clock } = scene;
  await untilEveryPartitionIsKnown(scene);
  await feeder.pause();
  await witness.catchUp();
  await publishedAlerts.keep();
  await kafka.loseData();
  await setTimeout(random.pick([0, 500, 3_000]));
  await kafka.restart();
  witness.beginLife();
  await clock.until('the topics are there again', MADE_AGAIN_WITHIN_MS, () => areThere(scene));
  feeder.resume();
  return { recovery: watch.measure(), alone: random.chance(0.5) };

  async function areThere({ detectionsTopic, alertsTopic, partitions }: Scene) {
    const detections = await topics.partitions(detectionsTopic);
    const alerts = await topics.partitions(alertsTopic);
    return detections === partitions && alerts === 1 ? true : null;
  }
};
