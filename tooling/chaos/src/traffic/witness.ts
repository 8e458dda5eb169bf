import type { MessageStream } from './message-stream.ts';
import type { TopicClient } from './topic-client.ts';
import { newLife, type TopicLife } from './topic-history.ts';

/**
 * Knows every record that ever was in the topic, because it reads them before we delete them. A send
 * without an acknowledgement may have arrived or not: the topic itself tells.
 */
export interface Witness {
  /** The lives of the topic, oldest first. */
  readonly lives: readonly TopicLife[];
  readonly current: TopicLife;
  /** Reads what is new; nothing may be written meanwhile. */
  catchUp(): Promise<void>;
  /** The records below these offsets, by partition, are about to go. */
  deletedBelow(offsets: ReadonlyMap<number, number>): void;
  /** The topic was deleted and made again. */
  beginLife(): void;
  /** Acknowledged messages, or bytes, that Kafka does not have: a fault of the run, not of the product. */
  complaints: string[];
}

export function createWitness(
  client: TopicClient,
  topic: string,
  partitions: number,
  stream: MessageStream,
): Witness {
  const complaints: string[] = [];
  let current = newLife(1, partitions);
  const lives = [current];

  return {
    lives,
    complaints,
    get current() {
      return current;
    },
    async catchUp() {
      const from = current.partitions.map(
        ({ records }, partition) => [partition, (records.at(-1)?.offset ?? -1) + 1] as const,
      );
      for (const record of await client.read(topic, new Map(from))) {
        const message = Number(record.key?.toString());
        const sent = stream.messages[message];
        const same =
          sent?.value === null
            ? record.value === null
            : record.value?.equals(sent?.value ?? Buffer.alloc(0));
        if (same !== true)
          complaints.push(`Kafka returned other bytes for message ${String(message)}`);
        current.partitions[record.partition]?.records.push({
          offset: record.offset,
          message,
          time: record.time,
        });
      }
    },
    deletedBelow(offsets) {
      for (const [partition, offset] of offsets) {
        const known = current.partitions[partition];
        if (known) known.deletedBelow = Math.max(known.deletedBelow, offset);
      }
    },
    beginLife() {
      current = newLife(current.generation + 1, partitions);
      lives.push(current);
    },
  };
}
