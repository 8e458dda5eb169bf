import { setTimeout } from 'node:timers/promises';
import { encodeDetection, type Vehicle } from '@intellisite/contracts';
import type { Producer } from 'kafkajs';
import { createTraffic } from '../shared/traffic.ts';

export interface Cameras {
  /** Detections that Kafka has acknowledged, or that are on their way to it. */
  sent(): number;
  /** Resolves when Kafka has all. */
  stop(): Promise<void>;
  /** Rejects when a send fails. */
  failed: Promise<never>;
}

export interface CamerasOptions {
  topic: string;
  partitions: number;
  perSecond: number;
  /** How many of them raise an alert, evenly; the traffic has three in ten. */
  suspiciousPerSecond: number;
}

const TICK_MS = 20;
const CAMERAS = 10;
/** Kafka takes no batch above 1 MB: after a pause, several follow each other. */
const MOST_AT_ONCE = 6_000;

/** Sends detections at a steady rate, whose time is the time of their sending, until stopped. */
export function startCameras(
  producer: Producer,
  { topic, partitions, perSecond, suspiciousPerSecond }: CamerasOptions,
): Cameras {
  const traffic = createTraffic(5);
  const suspiciousEvery = Math.max(1, Math.round(perSecond / suspiciousPerSecond));
  const stopping = new AbortController();
  let sent = 0;

  function nextVehicle(isSuspicious: boolean): Vehicle {
    for (;;) {
      const vehicle = traffic.vehicles[traffic.next()];
      if (!vehicle) throw new RangeError('The traffic has no such vehicle.');
      if ((vehicle.category === 'SUV') === isSuspicious) return vehicle;
    }
  }

  async function run(): Promise<void> {
    const begun = performance.now();
    while (!stopping.signal.aborted) {
      const scheduled = Math.floor(((performance.now() - begun) * perSecond) / 1_000);
      const due = Math.min(scheduled, sent + MOST_AT_ONCE);
      const timestamp = Date.now();
      const messages: { partition: number; value: string }[] = [];
      for (; sent < due; sent++) {
        const vehicle = nextVehicle(sent % suspiciousEvery === 0);
        const source = `gate-${String(sent % CAMERAS)}`;
        const value = encodeDetection({ vehicle, source, timestamp });
        messages.push({ partition: sent % partitions, value });
      }
      if (messages.length > 0) await producer.send({ topic, messages });
      if (due === scheduled) await setTimeout(TICK_MS);
    }
  }

  const running = run();
  const failed = running.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return {
    failed,
    sent: () => sent,
    stop() {
      stopping.abort();
      return running;
    },
  };
}
