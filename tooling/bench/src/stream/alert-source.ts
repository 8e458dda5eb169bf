import { setTimeout } from 'node:timers/promises';
import { encodeAlert } from '@intellisite/contracts';
import { createAlertLog, createPool } from '@intellisite/db';
import { createTestLog } from '@intellisite/db/testing';
import type { Producer } from 'kafkajs';
import { createTraffic } from '../shared/traffic.ts';

export interface AlertSourceOptions {
  databaseUrl: string;
  producer: Producer;
  topic: string;
  perSecond: number;
}

export interface AlertSource {
  stop(): Promise<void>;
}

/** Commits alerts one by one and publishes each, as an indexer does, at a steady rate until stopped. */
export function createAlertSource(options: AlertSourceOptions): AlertSource {
  const { databaseUrl, producer, topic, perSecond } = options;
  const log = createTestLog(databaseUrl, 'stream.detections');
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const alerts = createAlertLog(pool);
  const traffic = createTraffic(3);
  const stopping = new AbortController();

  async function raiseOne(): Promise<void> {
    const vehicle = traffic.vehicles[traffic.next()];
    if (!vehicle) throw new RangeError('The traffic has no such vehicle.');
    const { alertSeq } = await log.ingest([
      { ...vehicle, category: 'SUV', source: 'gate-1', timestamp: Date.now() },
    ]);
    const page = await alerts.readAfter(alertSeq - 1, 1);
    await producer.send({
      topic,
      messages: page.alerts.map((alert) => ({ partition: 0, value: encodeAlert(alert) })),
    });
  }

  async function run(): Promise<void> {
    const begun = performance.now();
    for (let raised = 1; !stopping.signal.aborted; raised += 1) {
      await raiseOne();
      const due = begun + (raised * 1_000) / perSecond;
      const waitMs = Math.max(0, due - performance.now());
      await setTimeout(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([log.close(), pool.end()]);
    },
  };
}
