import { setTimeout } from 'node:timers/promises';
import type { SteadyLoad } from '../api/steady-load.ts';
import type { Arrivals } from '../latency/arrivals.ts';
import { percentile } from '../shared/statistics.ts';

/** What was seen in one stretch of the run. Times in milliseconds, memory in bytes. */
export interface Sample {
  /** Since the begin of the measurement, at the end of the stretch. */
  minutes: number;
  /** Detections that were sent and are not yet in what the API counts. */
  lag: number;
  indexedPerSecond: number;
  indexerBytes: number;
  webBytes: number;
  /** What the scripts of the open page hold. */
  pageBytes: number;
  /** From before the send of a detection until its alert can be read from Kafka. */
  alertP50: number;
  alertP99: number;
  /** By what is asked for. */
  answerP99: Record<string, number>;
}

export interface Sources {
  sent(): number;
  indexed(): Promise<number>;
  indexerBytes(): number;
  webBytes(): number;
  pageBytes(): Promise<number>;
  alerts: Arrivals;
  loads: ReadonlyMap<string, SteadyLoad>;
}

export interface SampleOptions {
  minutes: number;
  everySeconds: number;
  onSample: (sample: Sample) => void;
}

/** Looks at a running system every few seconds, for as long as is asked. */
export async function takeSamples(
  sources: Sources,
  { minutes, everySeconds, onSample }: SampleOptions,
): Promise<Sample[]> {
  const { alerts, loads } = sources;
  const samples: Sample[] = [];
  const begun = performance.now();
  let before = { at: begun, indexed: await sources.indexed() };
  alerts.reset();
  for (const load of loads.values()) load.reset();
  while (performance.now() - begun < minutes * 60_000) {
    await setTimeout(everySeconds * 1_000);
    const sent = sources.sent();
    const indexed = await sources.indexed();
    const at = performance.now();
    const sample: Sample = {
      minutes: (at - begun) / 60_000,
      // What arrives while it is counted is no lag.
      lag: Math.max(0, sent - indexed),
      indexedPerSecond: ((indexed - before.indexed) * 1_000) / (at - before.at),
      indexerBytes: sources.indexerBytes(),
      webBytes: sources.webBytes(),
      pageBytes: await sources.pageBytes(),
      alertP50: percentile(alerts.latencies, 0.5),
      alertP99: percentile(alerts.latencies, 0.99),
      answerP99: Object.fromEntries(
        [...loads].map(([name, load]) => [name, percentile(load.latencies(), 0.99)]),
      ),
    };
    before = { at, indexed };
    alerts.reset();
    for (const load of loads.values()) load.reset();
    samples.push(sample);
    onSample(sample);
  }
  return samples;
}
