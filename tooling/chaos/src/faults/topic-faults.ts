import { setTimeout } from 'node:timers/promises';
import type { Fault, Scene } from './fault.ts';

const SEEN_WITHIN_MS = 60_000;

/**
 * Waits until something of every partition of the topic's present life is indexed. Kafka's protocol,
 * as far as the client speaks it, does not tell a topic from the next one of its name: only a record
 * that was indexed does. A life of which nothing ever was is invisible, and its loss cannot be declared.
 */
export async function untilEveryPartitionIsKnown({
  clock,
  watch,
  witness,
  partitions,
}: Scene): Promise<void> {
  const { generation } = witness.current;
  await clock.until(
    `something of every partition of generation ${String(generation)} is indexed`,
    SEEN_WITHIN_MS,
    async () => {
      const known = [...(await watch.read()).checkpoints.values()].filter(
        (checkpoint) => checkpoint.generation === generation && checkpoint.indexedAny,
      );
      return known.length === partitions ? known : null;
    },
  );
}

export const recreateTopic: Fault = async (scene) => {
  const { random, feeder, witness, topics, detectionsTopic, partitions } = scene;
  await untilEveryPartitionIsKnown(scene);
  await feeder.pause();
  await witness.catchUp();
  await topics.delete(detectionsTopic);
  await setTimeout(random.pick([0, 0, 500, 2_000]));
  await topics.create(detectionsTopic, partitions);
  witness.beginLife();
  // At times the new topic is longer than the old one was before anybody has looked.
  if (random.chance(0.5)) {
    await feeder.burst(
      (scene.witness.lives.at(-2)?.partitions ?? []).reduce(
        (sum, { records }) => sum + records.length,
        0,
      ),
    );
  }
  feeder.resume();
  return { recovery: scene.watch.measure() };
};

/** Deletes records that nobody has read yet: written and deleted while all indexers stand still. */
export const expireRecords: Fault = async (scene) => {
  const { random, feeder, witness, topics, detectionsTopic, indexers, watch } = scene;
  await untilEveryPartitionIsKnown(scene);
  await feeder.pause();
  const frozen = indexers.healthy();
  for (const indexer of frozen) indexer.freeze();
  await feeder.burst(random.between(300, scene.flood));
  await witness.catchUp();
  const { checkpoints } = await watch.read();
  const below = new Map<number, number>();
  for (const { partition, high } of await topics.ends(detectionsTopic)) {
    const next = checkpoints.get(partition)?.nextOffset ?? 0;
    // All of it, a part, or nothing.
    const share = random.pick([0, 1, random.fraction(), random.fraction()]);
    below.set(partition, Math.max(0, next) + Math.floor((high - next) * share));
  }
  witness.deletedBelow(below);
  await topics.deleteBelow(detectionsTopic, below);
  for (const indexer of frozen) indexer.thaw();
  feeder.resume();
  return { recovery: watch.measure() };
};
