import { setTimeout } from 'node:timers/promises';
import { createTestLog } from '@intellisite/db/testing';
import { createTraffic } from '../shared/traffic.ts';

const EVERY_MS = 50;

/** Writes detections through the ingest transaction until stopped, as an indexer does that is not behind. */
export function createArrivals(databaseUrl: string, perSecond: number): { stop(): Promise<void> } {
  const log = createTestLog(databaseUrl, 'bench.arrivals');
  const traffic = createTraffic(2);
  const count = Math.max(1, Math.round((perSecond * EVERY_MS) / 1_000));
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const begun = Date.now();
      await log.ingest(
        Array.from({ length: count }, (_, index) => {
          const vehicle = traffic.vehicles[traffic.next()];
          if (!vehicle) throw new RangeError('The traffic has no such vehicle.');
          return { ...vehicle, source: `camera-${String(index % 10)}`, timestamp: begun };
        }),
      );
      const left = Math.max(1, EVERY_MS - (Date.now() - begun));
      await setTimeout(left, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await log.close();
    },
  };
}
