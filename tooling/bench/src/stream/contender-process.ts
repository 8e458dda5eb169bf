import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKafkaClient } from '../shared/kafka-client.ts';

// What one would write first: node:http, kafkajs, and a loop over all responses. It trusts every message,
// replays nothing and waits for nobody.

export interface ContenderTask {
  brokers: string;
  topic: string;
}

process.once('message', (task: ContenderTask) => {
  void run(task);
});

async function run({ brokers, topic }: ContenderTask): Promise<void> {
  const clients = new Set<ServerResponse>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': hello\n\n');
    clients.add(response);
    response.on('close', () => clients.delete(response));
  });
  const consumer = createKafkaClient(brokers).consumer({
    groupId: `bench-${randomUUID()}`,
    maxWaitTimeInMs: 50,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.FETCH_START, resolve));
  await consumer.run({
    eachMessage({ message }) {
      const text = message.value?.toString() ?? '{}';
      const { Seq: seq } = JSON.parse(text) as { Seq: number };
      const frame = `id: ${String(seq)}\nevent: alert\ndata: ${text}\n\n`;
      for (const response of clients) response.write(frame);
      return Promise.resolve();
    },
  });
  await joined;
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ url: `http://127.0.0.1:${String(port)}` });
  });
}
