import { setTimeout } from 'node:timers/promises';
import { createRecordProducer, type KafkaConnection } from '@intellisite/kafka';
import type { MessageStream } from './message-stream.ts';
import type { Random } from '../random.ts';

/** Sends the stream to Kafka, whatever happens, at a rate that changes all the time. */
export interface Feeder {
  start(): void;
  /** Resolves when no send is under way. */
  pause(): Promise<void>;
  resume(): void;
  /** Sends so many messages at once to all partitions; also while paused. */
  burst(count: number): Promise<void>;
  /** Numbers of the messages that Kafka acknowledged. */
  readonly acknowledged: readonly number[];
  stop(): Promise<void>;
}

export interface FeederOptions {
  connection: KafkaConnection;
  topic: string;
  partitions: number;
  stream: MessageStream;
  random: Random;
  pace: Pace;
}

/** How much is sent at once, one of these at a time, and the pause in between. */
export interface Pace {
  steps: readonly number[];
  pauseMs: readonly [least: number, most: number];
}

const COMPRESSIONS = ['none', 'none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const SEND_AT_MOST = 5_000;
const FAILED_PAUSE_MS = 200;

export function createFeeder(options: FeederOptions): Feeder {
  const { connection, topic, partitions, stream, random, pace } = options;
  let producer: ReturnType<typeof createRecordProducer> | null = null;
  const acknowledged: number[] = [];
  let wanted: 'running' | 'paused' | 'stopped' = 'paused';
  let loop: Promise<void> = Promise.resolve();
  /** One send at a time. */
  let sending: Promise<unknown> = Promise.resolve();

  async function discardProducer(): Promise<void> {
    const discarded = producer;
    producer = null;
    await discarded?.stop().catch(() => undefined);
  }

  function send(count: number): Promise<boolean> {
    const sent = sending.then(() => sendNow(count));
    sending = sent;
    return sent;
  }

  /** False when Kafka did not acknowledge. */
  async function sendNow(count: number): Promise<boolean> {
    const first = stream.extend(count);
    const shift = random.below(partitions);
    const records = stream.messages.slice(first, first + count).map(({ value }, index) => ({
      // Equal parts, so that every partition is watched to go on; the order is another each time.
      partition: (index + shift) % partitions,
      key: String(first + index),
      value,
    }));
    try {
      if (!producer) {
        producer = createRecordProducer(connection);
        await producer.start();
      }
      await producer.send(topic, records, { compression: random.pick(COMPRESSIONS) });
    } catch {
      // Sent or not: the topic will tell. The producer's own state is as doubtful.
      await discardProducer();
      return false;
    }
    for (let index = 0; index < count; index++) acknowledged.push(first + index);
    return true;
  }

  async function run(): Promise<void> {
    while (wanted === 'running') {
      const sent = await send(Math.max(partitions, random.pick(pace.steps)));
      await setTimeout(sent ? random.between(...pace.pauseMs) : FAILED_PAUSE_MS);
    }
  }

  return {
    start() {
      wanted = 'running';
      loop = run();
    },
    async pause() {
      wanted = 'paused';
      await loop;
    },
    resume() {
      wanted = 'running';
      loop = run();
    },
    async burst(count) {
      for (let left = count; left > 0; left -= SEND_AT_MOST) {
        await send(Math.max(partitions, Math.min(left, SEND_AT_MOST)));
      }
    },
    acknowledged,
    async stop() {
      wanted = 'stopped';
      await loop;
      await discardProducer();
    },
  };
}
