import lighthouse, { desktopConfig } from 'lighthouse';
import { median } from '../shared/statistics.ts';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Category = (typeof CATEGORIES)[number];
export type Preset = 'desktop' | 'mobile';

/**
 * What the mobile preset does to a desktop of those that it was made for, and how Lighthouse's own benchmark
 * rates one: from 1,500 to 2,000 (its docs/throttling.md).
 */
const PHONE = { slowdown: 4, ofIndex: 1_750 };

/** What makes the same phone of a machine of this rating as the preset makes of one that it was made for. */
export function calibratedSlowdown(benchmarkIndex: number): number {
  return Math.max(1, (PHONE.slowdown * benchmarkIndex) / PHONE.ofIndex);
}

/** What the score for performance is made of. */
export const METRICS = {
  'first-contentful-paint': 'first paint, ms',
  'largest-contentful-paint': 'largest paint, ms',
  'speed-index': 'speed index, ms',
  'total-blocking-time': 'blocked, ms',
  'cumulative-layout-shift': 'layout shift',
} as const;
export type Metric = keyof typeof METRICS;

export interface Scores {
  /** 0 to 100; the median of the runs. */
  scores: Record<Category, number>;
  /** The median of the runs. */
  metrics: Record<Metric, number>;
  /** What cost points, in any run. */
  findings: string[];
  /** How fast Lighthouse found this machine; the median of the runs. */
  benchmarkIndex: number;
}

export interface LighthouseOptions {
  url: string;
  preset: Preset;
  /** How many times slower the processor is made; null: as the preset has it. */
  slowdown: number | null;
  runs: number;
  debuggingPort: number;
  /** Of who is signed in; null: nobody is. */
  cookie: string | null;
}

/** Lighthouse's own presets: a mobile phone on a slow network, or a desktop. */
export async function measureScores(options: LighthouseOptions): Promise<Scores> {
  const { url, preset, slowdown, runs, debuggingPort, cookie } = options;
  const indexes: number[] = [];
  const measured: Record<Category, number>[] = [];
  const taken: Record<Metric, number>[] = [];
  const findings = new Set<string>();
  for (let run = 0; run < runs; run++) {
    const result = await lighthouse(
      url,
      {
        port: debuggingPort,
        onlyCategories: [...CATEGORIES],
        logLevel: 'error',
        ...(slowdown === null ? {} : { throttling: { cpuSlowdownMultiplier: slowdown } }),
        ...(cookie === null ? {} : { extraHeaders: { Cookie: cookie } }),
      },
      preset === 'desktop' ? desktopConfig : undefined,
    );
    if (!result) throw new Error(`Lighthouse has no result for ${url}.`);
    const { categories, audits, finalDisplayedUrl, environment } = result.lhr;
    indexes.push(environment.benchmarkIndex);
    if (new URL(finalDisplayedUrl).pathname !== new URL(url).pathname) {
      throw new Error(`Lighthouse was led from ${url} to ${finalDisplayedUrl}.`);
    }
    const scoreOf = (category: Category): number => {
      const { score = null, auditRefs = [] } = categories[category] ?? {};
      for (const { id, weight } of auditRefs) {
        const audit = audits[id];
        if (audit && weight > 0 && (audit.score ?? 1) < 0.9) {
          findings.add(`${audit.title} ${audit.displayValue ?? ''}`.trim());
        }
      }
      return Math.round((score ?? 0) * 100);
    };
    measured.push({
      performance: scoreOf('performance'),
      accessibility: scoreOf('accessibility'),
      'best-practices': scoreOf('best-practices'),
    });
    taken.push(mapMetrics((metric) => audits[metric]?.numericValue ?? 0));
  }
  const middle = (category: Category): number => median(measured.map((its) => its[category]));
  return {
    metrics: mapMetrics((metric) => median(taken.map((its) => its[metric]))),
    scores: {
      performance: middle('performance'),
      accessibility: middle('accessibility'),
      'best-practices': middle('best-practices'),
    },
    findings: [...findings],
    benchmarkIndex: median(indexes),
  };
}

function mapMetrics(valueOf: (metric: Metric) => number): Record<Metric, number> {
  return {
    'first-contentful-paint': valueOf('first-contentful-paint'),
    'largest-contentful-paint': valueOf('largest-contentful-paint'),
    'speed-index': valueOf('speed-index'),
    'total-blocking-time': valueOf('total-blocking-time'),
    'cumulative-layout-shift': valueOf('cumulative-layout-shift'),
  };
}
