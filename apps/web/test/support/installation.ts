import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@intellisite/db/testing';
import { createRecordProducer, ensureTopic } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic } from '@intellisite/kafka/testing';
import { eventually } from '@intellisite/service/testing';
import { build, serviceCommand } from '@intellisite/stack';
import { inject } from 'vitest';
import { ask } from './ask.ts';
import {
  startNextHost,
  startProcess,
  startWebServer,
  type RunningProcess,
  type RunningServer,
} from './server-process.ts';

/** A database, topics and a data folder of one's own, and the processes that work on them. */
export interface Installation {
  /** Holds the folder `.data`. */
  folder: string;
  startIndexer(): void;
  /** Starts one more server; resolves when its /ready answers 200. */
  startWeb(env?: Record<string, string>): Promise<RunningServer>;
  /** The same within Next's own server. */
  startNext(env?: Record<string, string>): Promise<RunningServer>;
  /** Sends so many detections, each of which raises an alert. */
  sendSuspicious(count: number): Promise<void>;
  /** Sends one message as it is. */
  send(value: string): Promise<void>;
  adminPassword(): string;
  /** Ends all processes and removes everything. */
  stop(): Promise<void>;
}

export const METRICS_TOKEN = 'metrics token of the test';

/** Builds what production runs, unless it is up to date. */
export async function createInstallation(): Promise<Installation> {
  await build('build');
  const brokers = inject('brokers').join(',');
  const database = await createTestDatabase(inject('postgresUrl'));
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-web-'));
  const id = randomUUID();
  const settings: Record<string, string> = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: brokers,
    DETECTIONS_TOPIC: `${id}.detections`,
    ALERTS_TOPIC: `${id}.alerts`,
    CONSUMER_GROUP: id,
    DATA_DIR: join(folder, '.data'),
    PORT: '0',
    METRICS_PORT: '0',
    METRICS_TOKEN,
  };
  const topics = [`${id}.detections`, `${id}.alerts`];
  const kafka = createTestKafka(brokers);
  for (const topic of topics) await ensureTopic(kafka, topic, 1);
  const producer = createRecordProducer(kafka);
  await producer.start();
  const processes: RunningProcess[] = [];

  async function ready(server: RunningServer): Promise<RunningServer> {
    processes.push(server);
    await eventually('/ready answers 200', async () => {
      const { status } = await ask(server.url, { path: '/ready' });
      return status === 200 ? status : null;
    });
    return server;
  }

  async function send(values: string[]): Promise<void> {
    await producer.send(
      `${id}.detections`,
      values.map((value) => ({ partition: 0, value })),
    );
  }

  return {
    folder,
    startIndexer() {
      processes.push(startProcess(serviceCommand('indexer'), settings));
    },
    startWeb: async (env = {}) => ready(await startWebServer({ ...settings, ...env })),
    startNext: async (env = {}) => ready(await startNextHost({ ...settings, ...env })),
    sendSuspicious: (count) => send(Array.from({ length: count }, suspicious)),
    send: (value) => send([value]),
    adminPassword: () => readFileSync(join(folder, '.data/admin-password'), 'utf8').trim(),
    async stop() {
      await Promise.all(processes.map((started) => started.stop()));
      await producer.stop();
      await database.drop();
      for (const topic of topics) await deleteTestTopic(brokers, topic);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MAKES = ['Toyota', 'Nissan', 'Ford'];

function suspicious(_: unknown, index: number): string {
  return JSON.stringify({
    Year: 2000 + (index % 20),
    Make: MAKES[index % MAKES.length],
    Model: 'Patrol',
    Category: 'SUV',
    Source: 'gate-1',
  });
}
