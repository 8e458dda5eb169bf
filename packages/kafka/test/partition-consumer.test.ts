import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ensureTopic } from '../src/ensure-topic.ts';
import { createTestKafka, deleteTestTopic } from '../src/testing.ts';
import { brokers, consume, newTopic, send, until } from './support.ts';

describe('the partition consumer', () => {
  test('begins where it is told to, not where the group stood', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b', 'c', 'd']);
    const { values } = consume(topic, { onAssigned: () => Promise.resolve(new Map([[0, 2]])) });
    await until('c and d arrive', () => values().length >= 2);
    expect(values()).toEqual(['c', 'd']);
  });

  test('asks again where to begin until it is told', async () => {
    const topic = await newTopic();
    await send(topic, ['a']);
    let asked = 0;
    const { values } = consume(topic, {
      onAssigned() {
        asked += 1;
        return asked < 3
          ? Promise.reject(new Error('not yet'))
          : Promise.resolve(new Map([[0, 0]]));
      },
    });
    await until('a arrives', () => values().length > 0);
    expect(asked).toBe(3);
  });

  test('goes back when it is told to seek', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b']);
    const { consumer, values } = consume(topic);
    await until('both arrive', () => values().length === 2);
    consumer.seek(0, 1);
    await until('b arrives again', () => values().length === 3);
    expect(values()).toEqual(['a', 'b', 'b']);
  });

  test('starts over after a handler that failed: revoked, assigned, the batch again', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b']);
    const seen: string[] = [];
    const { revoked } = consume(topic, {
      onBatch({ records }) {
        seen.push(records.map(({ value }) => String(value)).join(''));
        return seen.length === 1 ? Promise.reject(new TypeError('a bug')) : Promise.resolve();
      },
    });
    await until('the batch comes again', () => seen.length === 2);
    expect(seen).toEqual(['ab', 'ab']);
    expect(revoked).toEqual([[0]]);
  });

  test('asks anew where to begin when its topic was made again while a batch was handled', async () => {
    const topic = await newTopic();
    await send(topic, ['old 0', 'old 1']);
    const topicIds: (string | null)[] = [];
    let made = (): void => undefined;
    const madeAgain = new Promise<void>((resolve) => {
      made = resolve;
    });
    const values: string[] = [];
    consume(topic, {
      onAssigned(_, topicId) {
        topicIds.push(topicId);
        return Promise.resolve(new Map([[0, 0]]));
      },
      async onBatch({ records }) {
        values.push(...records.map(({ value }) => String(value)));
        await madeAgain;
      },
    });
    await until('the old ones arrive', () => values.length === 2);
    await deleteTestTopic(brokers(), topic);
    await ensureTopic(createTestKafka(brokers()), topic, 1);
    // Longer than the one before: to go on after its last offset looks like no failure at all.
    await send(topic, ['new 0', 'new 1', 'new 2', 'new 3']);
    made();
    await until('the newest arrives', () => values.includes('new 3'));
    expect(values).toEqual(['old 0', 'old 1', 'new 0', 'new 1', 'new 2', 'new 3']);
    expect(topicIds).toHaveLength(2);
    expect(topicIds[0]).toMatch(/^[\w-]{22}$/);
    expect(topicIds[1]).not.toBe(topicIds[0]);
  });

  test('shares the partitions of a group, and takes over those of a member that leaves', async () => {
    const topic = await newTopic(2);
    const groupId = randomUUID();
    const one = consume(topic, { groupId });
    await until('the first owns both', () => one.consumer.state().assigned.length === 2);
    const other = consume(topic, { groupId });
    await until('each owns one', () =>
      [one, other].every(({ consumer }) => consumer.state().assigned.length === 1),
    );
    expect(one.revoked).toEqual([[0, 1]]);
    await other.consumer.stop();
    await until('the first owns both again', () => one.consumer.state().assigned.length === 2);
    await send(topic, ['x'], { partition: 0 });
    await send(topic, ['y'], { partition: 1 });
    await until('both arrive', () => one.values().length === 2);
  });
});
