import { percentile } from '../shared/statistics.ts';

/** What arrived of the alerts that were published while it was measured. */
export interface ArrivalReport {
  /** Alerts times clients. */
  expected: number;
  delivered: number;
  /** Came twice, or in another order. */
  disordered: number;
  /** ms from Kafka's time of the record until a client had it whole. */
  p50: number;
  p99: number;
  max: number;
}

/** When each client got each alert. */
export interface Arrivals {
  /** @param at ms since 1970 */
  note(client: number, seq: number, at: number): void;
  /** @param published number and ms since 1970 of each alert that counts */
  report(published: readonly (readonly [seq: number, at: number])[]): ArrivalReport;
}

export function createArrivals(clients: number): Arrivals {
  const times = new Map<number, Float64Array>();
  const last = new Float64Array(clients);
  let disordered = 0;
  return {
    note(client, seq, at) {
      if (seq !== (last[client] ?? 0) + 1 && last[client] !== 0) disordered += 1;
      last[client] = seq;
      let ofAlert = times.get(seq);
      if (!ofAlert) times.set(seq, (ofAlert = new Float64Array(clients)));
      ofAlert[client] = at;
    },
    report(published) {
      const latencies: number[] = [];
      for (const [seq, publishedAt] of published) {
        for (const at of times.get(seq) ?? []) if (at > 0) latencies.push(at - publishedAt);
      }
      return {
        expected: published.length * clients,
        delivered: latencies.length,
        disordered,
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
        max: percentile(latencies, 1),
      };
    },
  };
}
