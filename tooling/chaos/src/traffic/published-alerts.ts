import type { TopicClient } from './topic-client.ts';

/** What the alerts topic holds, and held before its data was lost. */
export interface PublishedAlerts {
  /** The records of each life of the topic, oldest life first. */
  read(): Promise<(Buffer | null)[][]>;
  /** The topic is about to be lost: keeps what it holds until now. */
  keep(): Promise<void>;
}

export function createPublishedAlerts(client: TopicClient, topic: string): PublishedAlerts {
  const ended: (Buffer | null)[][] = [];

  async function current(): Promise<(Buffer | null)[]> {
    const records = await client.read(topic, new Map([[0, 0]]));
    return records.map(({ value }) => value);
  }

  return {
    read: async () => [...ended, await current()],
    async keep() {
      ended.push(await current());
    },
  };
}
