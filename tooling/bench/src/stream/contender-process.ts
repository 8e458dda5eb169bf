import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeAlert, namedCategories } from '@intellisite/contracts';
import { createKafkaClient } from '../shared/kafka-client.ts';

// The limit: node:http, kafkajs, and a loop over all responses that writes the same bytes. It trusts
// every message, replays nothing and waits for nobody.

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
      const frame = message.value && frameOf(message.value);
      if (frame) for (const response of clients) response.write(frame);
      return Promise.resolve();
    },
  });
  await joined;
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ url: `http://127.0.0.1:${String(port)}` });
  });
}

/** As the API sends it; null: no alert. */
function frameOf(value: Buffer): Buffer | null {
  const alert = decodeAlert(value);
  if (!alert) return null;
  const { seq, detectionId, rule, timestamp, year, make, model, category, source } = alert;
  const data = JSON.stringify({
    seq,
    detectionId,
    rule,
    timestamp: new Date(timestamp).toISOString(),
    year,
    make,
    model,
    category,
    categories: namedCategories(category).map(({ name }) => name),
    source,
  });
  return Buffer.from(`id: ${String(seq)}\nevent: alert\ndata: ${data}\n\n`);
}
