import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

/** The measuring side speaks kafkajs itself, so that it does not share the code that it measures. */
export function createKafkaClient(brokers: string): Kafka {
  return new Kafka({
    clientId: 'intellisite-bench',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
}

export async function createTopic(kafka: Kafka, topic: string, partitions: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
  });
  await admin.disconnect();
}

export async function withProducer<T>(
  kafka: Kafka,
  use: (producer: Producer) => Promise<T>,
): Promise<T> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    return await use(producer);
  } finally {
    await producer.disconnect();
  }
}
