import { setTimeout } from 'node:timers/promises';
import {
  percentile,
  startListeners,
  startSteadyLoad,
  type ClientsReport,
  type ConnectTask,
  type Publications,
  type ReportTask,
} from '@intellisite/bench';

/** How those fare who are no attackers, in one window of time. */
export interface Service {
  /** p99 of GET /stats, in ms. */
  statsP99: number;
  /** p99 from Kafka's record of an alert to a client of the stream, in ms. */
  streamP99: number;
  /** Questions that were not answered with 200, and alerts that a client has not got. */
  missing: number;
}

export interface Others {
  /** Measures while `meanwhile` runs. */
  measure<T>(meanwhile: () => Promise<T>): Promise<{ service: Service; result: T }>;
  stop(): Promise<void>;
}

export const LOAD = { perSecond: 100, connections: 4, streams: 20 } as const;
/** Attackers have others. */
export const OTHERS_ADDRESS = '192.0.2.1';
const LAST_ARRIVALS_MS = 2_000;

export async function startOthers(
  { url, token }: { url: string; token: string },
  publications: Publications,
): Promise<Others> {
  const listeners = startListeners();
  await listeners.ask({
    url: `${url}/api/v1/alerts/stream`,
    token,
    clients: LOAD.streams,
  } satisfies ConnectTask);
  const { perSecond, connections } = LOAD;
  const load = startSteadyLoad({
    url: `${url}/api/v1/stats`,
    token,
    perSecond,
    connections,
    address: OTHERS_ADDRESS,
  });

  return {
    async measure(meanwhile) {
      load.reset();
      const begun = Date.now();
      const result = await meanwhile();
      const ended = Date.now();
      const latencies = load.latencies();
      const failed = load.failures();
      await setTimeout(LAST_ARRIVALS_MS);
      const published = publications.between(begun, ended);
      const report = await listeners.ask<ClientsReport>({ published } satisfies ReportTask);
      const service = {
        // Not one answer within the window: whatever the p99 is, it is longer.
        statsP99: latencies.length === 0 ? Infinity : percentile(latencies, 0.99),
        streamP99: report.p99,
        missing: failed + (latencies.length === 0 ? 1 : 0) + report.expected - report.delivered,
      };
      return { service, result };
    },
    async stop() {
      // What failed was counted.
      await load.stop().catch(() => undefined);
      await listeners.stop();
    },
  };
}
