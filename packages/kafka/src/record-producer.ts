import type { IHeaders, Message, Producer } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { KafkaClient, KafkaConnection } from './connection.ts';
import { withDeadline } from '@intellisite/service';
import { describeKafkaError } from './kafka-error.ts';
import { splitRecords } from './split-records.ts';

const { CompressionTypes, Partitioners } = kafkajs;

export interface ProducerRecord {
  /** Without one, the key decides, as with every Kafka client; without a key, they take turns. */
  partition?: number;
  key?: string | Buffer | null;
  value: string | Buffer | null;
  /** ms since 1970; without one, now. */
  timestamp?: number;
  headers?: IHeaders;
}

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

export interface RecordProducer {
  /** Connects, so that an absent Kafka is noticed at once; may be called again after it failed. */
  start(): Promise<void>;
  /**
   * Resolves when all in-sync replicas have all records. Sends are carried out one after the other,
   * and each keeps the order of its records within a partition.
   *
   * @throws Error within 30 s when that is not known: some of the records may have arrived.
   */
  send(
    topic: string,
    records: readonly ProducerRecord[],
    options?: { compression?: Compression },
  ): Promise<void>;
  /** Waits up to 2 s for sends under way, and ends within 3 s. */
  stop(): Promise<void>;
}

const SEND_MS = 30_000;
const CONNECT_MS = 15_000;
const STOP_MS = 2_000;
const DISCONNECT_MS = 1_000;

const TYPES = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

interface Connected {
  readonly client: KafkaClient;
  readonly producer: Producer;
  readonly ready: Promise<void>;
}

/** Idempotent, acknowledged by all in-sync replicas, one request at a time. */
export function createRecordProducer(kafka: KafkaConnection): RecordProducer {
  let current: Connected | null = null;
  let stopped = false;
  let queue: Promise<void> = Promise.resolve();

  function connect(): Connected {
    const client = kafka.openClient();
    const producer = client.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: createStablePartitioner,
      metadataMaxAge: 30_000,
      retry: { retries: 8 },
    });
    return { client, producer, ready: producer.connect() };
  }

  /**
   * After an error it is unknown whether the broker has the records, and kafkajs would number the
   * next ones as if it had not: the broker would take them for repeats and drop them. A new producer
   * has a new identity.
   */
  function discard(used: Connected): void {
    if (current === used) current = null;
    void withDeadline(used.producer.disconnect(), DISCONNECT_MS, 'disconnecting')
      .catch(() => undefined)
      .then(() => {
        used.client.destroy();
      });
  }

  async function use(ms: number, what: string, work: (producer: Producer) => Promise<void>) {
    if (stopped) throw new Error(`${what}: the producer was stopped`);
    const used = (current ??= connect());
    try {
      await withDeadline(
        used.ready.then(() => work(used.producer)),
        ms,
        what,
      );
    } catch (error) {
      discard(used);
      throw new Error(`${what}: ${describeKafkaError(error)}`, { cause: error });
    }
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  return {
    start: () => enqueue(() => use(CONNECT_MS, 'connecting the producer', () => Promise.resolve())),
    send(topic, records, { compression = 'none' } = {}) {
      return enqueue(() =>
        use(SEND_MS, `sending to ${topic}`, async (producer) => {
          for (const chunk of splitRecords(records)) {
            await producer.send({
              topic,
              acks: -1,
              compression: TYPES[compression],
              messages: chunk.map(toMessage),
            });
          }
        }),
      );
    },
    async stop() {
      await withDeadline(queue, STOP_MS, 'sending').catch(() => undefined);
      stopped = true;
      const used = current;
      current = null;
      if (!used) return;
      await withDeadline(used.producer.disconnect(), DISCONNECT_MS, 'disconnecting').catch(
        () => undefined,
      );
      used.client.destroy();
    },
  };
}

function toMessage({ partition, key, value, timestamp, headers }: ProducerRecord): Message {
  return {
    key: key ?? null,
    value,
    ...(partition === undefined ? {} : { partition }),
    ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
    ...(headers ? { headers } : {}),
  };
}

/**
 * kafkajs chooses partitions anew when it repeats a request. With another choice the same sequence
 * numbers would stand for other records, and the broker would drop them as repeats: so the first
 * choice stays with the record.
 */
function createStablePartitioner(): ReturnType<typeof Partitioners.DefaultPartitioner> {
  const choose = Partitioners.DefaultPartitioner();
  return (args) => (args.message.partition ??= choose(args));
}
