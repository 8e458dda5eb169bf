import { setTimeout } from 'node:timers/promises';
import type { AlertLog, AlertPage } from '@intellisite/db';
import type { Logger } from '@intellisite/service';
import type { AlertPages } from './alert-pages.ts';
import type { AlertRing } from './alert-ring.ts';
import { createFailureLog } from './failure-log.ts';

export interface AlertFeedOptions {
  log: AlertLog;
  ring: AlertRing;
  /** Cleared when the database became another one. */
  pages: Pick<AlertPages, 'clear'>;
  /** The ring has grown or begun anew. */
  onChange: () => void;
  logger: Logger;
}

/** Fills the ring from the database, which alone decides what an alert says and where it stands. */
export interface AlertFeed {
  start(): void;
  stop(): Promise<void>;
  /**
   * Somebody says that the log of this database has come to `seq`. Only a reason to look: whoever says
   * it need not be trusted, and what has been read already is ignored.
   */
  hear(seq: number, epoch: string): void;
  /**
   * Looks for whatever hearsay tells.
   *
   * @throws the database's error, where this look failed; the feed itself tries again until it works
   */
  look(): Promise<void>;
  /** Why the database cannot be read; null while it can. */
  lastError(): string | null;
}

const PAGE_ALERTS = 1_000;
const BACK_OFF_MS = { least: 200, most: 5_000 };
/**
 * After hearsay that was not true. Alerts are published after their commit, so this happens only where
 * somebody else writes to the topic, who would otherwise decide how often the database is asked.
 */
const DECEIVED_PAUSE_MS = 250;

interface Claim {
  readonly seq: number;
  readonly epoch: string;
}

interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function createAlertFeed(options: AlertFeedOptions): AlertFeed {
  const { log, ring, pages, onChange, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** At first: whatever the database says. */
  let claim: Claim | null = { seq: 0, epoch: '' };
  let waiters: Waiter[] = [];
  let failures = 0;
  const failing = createFailureLog(logger, 'streams wait: the alerts cannot be read');
  let wake: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();

  const isNews = ({ seq, epoch }: Claim): boolean => epoch !== ring.epoch || seq > ring.head;

  /** Reads on until the ring has all that the log had. True: it had something new. */
  async function catchUp(): Promise<boolean> {
    const before = ring.head;
    for (;;) {
      const page = await log.readAfter(ring.head, ring.epoch === null ? 0 : PAGE_ALERTS);
      if (page.epoch !== ring.epoch || page.head < ring.head) {
        restart(page);
        return true;
      }
      if (page.head > ring.head) {
        if (page.floor > ring.head) ring.skipTo(page.floor);
        ring.append(page.alerts);
        onChange();
      }
      if (ring.head === page.head || signal.aborted) return ring.head > before;
    }
  }

  function restart({ epoch, head }: AlertPage): void {
    if (ring.epoch !== null) logger.warn({ epoch, head }, 'the database became another one');
    ring.restart(epoch, head);
    pages.clear();
    onChange();
  }

  /** Ends early when somebody waits for a look. */
  async function pause(ms: number): Promise<void> {
    if (waiters.length > 0) return;
    const awake = new AbortController();
    wake = () => {
      if (waiters.length > 0) awake.abort();
    };
    const either = AbortSignal.any([signal, awake.signal]);
    await setTimeout(ms, undefined, { signal: either }).catch(() => undefined);
  }

  async function untilWanted(): Promise<void> {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (signal.aborted || waiters.length > 0 || claim !== null || failures > 0) resolve();
    });
  }

  async function step(): Promise<void> {
    await untilWanted();
    const heard = claim;
    const served = waiters;
    claim = null;
    waiters = [];
    const stale = heard === null || !isNews(heard);
    if (signal.aborted || (served.length === 0 && failures === 0 && stale)) return;
    try {
      const changed = await catchUp();
      failing.worked();
      failures = 0;
      for (const { resolve } of served) resolve();
      if (!changed && served.length === 0) await pause(DECEIVED_PAUSE_MS);
    } catch (error) {
      for (const { reject } of served) reject(error);
      const delayMs = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.least * 2 ** failures);
      failures += 1;
      failing.failed(error);
      await pause(delayMs);
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) await step();
    for (const { reject } of waiters) reject(new Error('the feed was stopped'));
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      wake();
      await running;
    },
    hear(seq, epoch) {
      const heard = { seq, epoch };
      if (!isNews(heard)) return;
      if (claim?.epoch === ring.epoch && epoch === ring.epoch && claim.seq >= seq) return;
      claim = heard;
      wake();
    },
    async look() {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        waiters.push({ resolve, reject });
        wake();
      });
    },
    lastError: () => failing.reason(),
  };
}
