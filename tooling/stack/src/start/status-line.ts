import { createLogUpdate } from 'log-update';

/** What the system is doing, as a person wants to know it. */
export interface SystemStatus {
  /** Null while Postgres cannot be asked. */
  heads: { indexed: number; alerts: number; quarantined: number } | null;
  /** Messages in Kafka that are not indexed yet; null while the indexer cannot be asked. */
  lag: number | null;
  /** What is not as it should be; empty when all is well. */
  troubles: readonly string[];
}

export interface StatusLine {
  show: (status: SystemStatus, now: number) => void;
  /** A line that stays, above the live one. */
  say: (message: string) => void;
  end: () => void;
}

/** Off a terminal, a line now and then is enough. */
const PLAIN_EVERY_MS = 10_000;
/** The rate is measured over the last so many ms. */
const RATE_OVER_MS = 5_000;
const format = new Intl.NumberFormat('en');

/** The live status line of a terminal; elsewhere plain lines. */
export function createStatusLine(output: NodeJS.WriteStream): StatusLine {
  const live = output.isTTY ? createLogUpdate(output) : null;
  const samples: { at: number; indexed: number }[] = [];
  let shownAt = -Infinity;

  function rate(indexed: number, now: number): string {
    samples.push({ at: now, indexed });
    while (samples.length > 2 && (samples[1]?.at ?? now) <= now - RATE_OVER_MS) samples.shift();
    const [oldest] = samples;
    if (!oldest || oldest.at === now) return '–';
    const perSecond = Math.max(0, ((indexed - oldest.indexed) * 1_000) / (now - oldest.at));
    return perSecond < 100 ? perSecond.toFixed(1) : format.format(Math.round(perSecond));
  }

  function describe({ heads, lag, troubles }: SystemStatus, now: number): string {
    const figures = heads
      ? [
          `indexed ${format.format(heads.indexed)}`,
          `${rate(heads.indexed, now)}/s`,
          `alerts ${format.format(heads.alerts)}`,
          `quarantined ${format.format(heads.quarantined)}`,
        ]
      : [];
    figures.push(`lag ${lag === null ? 'unknown' : format.format(lag)}`);
    return [...figures, ...troubles.map((trouble) => `! ${trouble}`)].join(' · ');
  }

  return {
    show(status, now) {
      const line = describe(status, now);
      if (live) live(line);
      else if (now - shownAt >= PLAIN_EVERY_MS) {
        shownAt = now;
        output.write(`${line}\n`);
      }
    },
    say(message) {
      live?.clear();
      output.write(`${message}\n`);
    },
    end() {
      live?.done();
    },
  };
}
