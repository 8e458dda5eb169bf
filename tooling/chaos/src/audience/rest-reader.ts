import { setTimeout } from 'node:timers/promises';
import type { IntellisiteClient } from '@intellisite/client';
import type { Random } from '../random.ts';
import { isTransient } from './transient.ts';

/** Asks one thing after the other, and compares the answers with those that everybody had before. */
export interface RestReader {
  /** Calls that were answered. */
  readonly answered: number;
  /** Pages that were read again at their asOf. */
  readonly readAgain: number;
  stop(): Promise<void>;
}

export interface RestReaderOptions {
  name: string;
  client: IntellisiteClient;
  random: Random;
  totals: HighestTotals;
  complain: (detail: string) => void;
}

/** The highest total that anybody has seen of each thing that can only grow. */
export type HighestTotals = Map<string, number>;

interface FrozenAnswer {
  what: string;
  ask: () => Promise<unknown>;
  /** As it was the first time. */
  text: string;
}

const PAUSE_MS: [number, number] = [100, 1_500];
const MOST_FROZEN = 20;
const PAGE_LIMITS = [1, 10, 100];
const SUV = { category: 'SUV' };

export function startRestReader(options: RestReaderOptions): RestReader {
  const { name, client, random, totals, complain } = options;
  const { api } = client;
  const stopping = new AbortController();
  const { signal } = stopping;
  const frozen: FrozenAnswer[] = [];
  let answered = 0;
  let readAgain = 0;

  /** What is seen now is at least what anybody had seen before this was asked. */
  async function growing(what: string, ask: () => Promise<number>): Promise<void> {
    const before = totals.get(what) ?? 0;
    const now = await ask();
    if (now < before) complain(`${name}: ${what} went from ${String(before)} to ${String(now)}`);
    totals.set(what, Math.max(totals.get(what) ?? 0, now));
  }

  /** Asks once, and again later: nothing may have changed. */
  async function freeze(what: string, ask: () => Promise<unknown>): Promise<void> {
    const text = JSON.stringify(await ask());
    frozen.push({ what, ask, text });
    if (frozen.length > MOST_FROZEN) frozen.shift();
  }

  async function lookAgain(): Promise<void> {
    if (frozen.length === 0) return;
    const { what, ask, text } = random.pick(frozen);
    const now = JSON.stringify(await ask());
    readAgain += 1;
    if (now !== text)
      complain(`${name}: ${what} was ${text.slice(0, 200)}, now ${now.slice(0, 200)}`);
  }

  async function freezeDetections(): Promise<void> {
    const { asOf } = await api.detections.list.query({ limit: 1 }, { signal });
    const query = {
      asOf,
      skip: random.below(asOf + 1),
      limit: random.pick(PAGE_LIMITS),
      ...(random.chance(0.5) ? SUV : {}),
    };
    await freeze(`detections ${JSON.stringify(query)}`, async () => {
      const page = await api.detections.list.query(query, { signal });
      if (!('category' in query))
        checkPage(
          query,
          page.data.map(({ id }) => id),
          page.total,
        );
      return page;
    });
  }

  /** Positions have no holes, so a page without a filter is known before it is read. */
  function checkPage(
    { asOf, skip, limit }: { asOf: number; skip: number; limit: number },
    ids: readonly number[],
    total: number,
  ): void {
    const size = Math.max(0, Math.min(limit, asOf - skip));
    const due = Array.from({ length: size }, (_, index) => asOf - skip - index);
    if (ids.join() !== due.join() || total !== asOf) {
      complain(
        `${name}: page ${String(skip)} of ${String(asOf)} has ${ids.join()} of ${String(total)}`,
      );
    }
  }

  async function freezeAlerts(): Promise<void> {
    const { asOf } = await api.alerts.list.query({ limit: 1 }, { signal });
    const query = { asOf, skip: random.below(asOf + 1), limit: random.pick(PAGE_LIMITS) };
    await freeze(`alerts ${JSON.stringify(query)}`, () => api.alerts.list.query(query, { signal }));
  }

  async function freezeStats(): Promise<void> {
    const { asOf } = await api.detections.list.query({ limit: 1 }, { signal });
    const query = { asOf, by: random.pick(['make', 'category', 'year'] as const) };
    await freeze(`stats ${JSON.stringify(query)}`, () => api.stats.counts.query(query, { signal }));
  }

  const questions: (() => Promise<void>)[] = [
    freezeDetections,
    freezeAlerts,
    freezeStats,
    lookAgain,
    lookAgain,
    lookAgain,
    () =>
      growing('detections', async () => (await api.detections.list.query({}, { signal })).total),
    () => growing('SUVs', async () => (await api.detections.list.query(SUV, { signal })).total),
    () => growing('alerts', async () => (await api.alerts.list.query({}, { signal })).total),
    () => growing('counted', async () => (await api.stats.counts.query({}, { signal })).total),
    () =>
      growing('quarantined', async () => (await api.quarantine.list.query({}, { signal })).total),
    async () => {
      await api.system.status.query(undefined, { signal });
    },
  ];

  const isWanted = (): boolean => !signal.aborted;

  async function run(): Promise<void> {
    while (isWanted()) {
      try {
        await random.pick(questions)();
        answered += 1;
      } catch (error) {
        if (isWanted() && !isTransient(error)) complain(`${name}: ${String(error)}`);
      }
      await setTimeout(random.between(...PAUSE_MS), undefined, { signal }).catch(() => undefined);
    }
  }
  const running = run();

  return {
    get answered() {
      return answered;
    },
    get readAgain() {
      return readAgain;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
