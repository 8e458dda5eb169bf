import type { AlertLog, AlertPage } from '@intellisite/db';
import type { Logger } from '@intellisite/service';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { alertFrame, toAlert } from './alert-frame.ts';
import type { AlertRing } from './alert-ring.ts';
import { createFailureLog } from './failure-log.ts';
import { createFrameSlab, type AlertRun, type FrameSlab } from './frame-slab.ts';

/** Alerts that the ring no longer has, read from the database for all clients that need them. */
export interface AlertPages {
  /** Alerts up to this number were dropped, as far as it was seen. */
  readonly floor: number;
  /** The next alerts after `seq`; `absent`: load them first; `dropped`: retention took them away. */
  runAfter(seq: number): AlertRun | 'absent' | 'dropped';
  /** Reads the page that holds the alert after `seq`, once for all who ask. False: that failed. */
  load(seq: number): Promise<boolean>;
  /** The database became another one. */
  clear(): void;
}

/** Pages begin at multiples of this, so that clients at different places need the same ones. */
const PAGE_ALERTS = 512;
const MOST_BYTES = 16 * 1024 * 1024;
/** So that clients which are behind do not keep those of other calls waiting. */
const READS_AT_ONCE = 2;

interface FramePage {
  /** Alerts up to this number were dropped. */
  readonly floor: number;
  /** Number of the last alert that was there. */
  readonly last: number;
  readonly slabs: readonly FrameSlab[];
}

export interface AlertPagesOptions {
  log: AlertLog;
  ring: Pick<AlertRing, 'epoch' | 'generation'>;
  logger: Logger;
}

export function createAlertPages({ log, ring, logger }: AlertPagesOptions): AlertPages {
  const pages = new LRUCache<number, FramePage>({
    maxSize: MOST_BYTES,
    // A size of zero is refused.
    sizeCalculation: ({ slabs }) => slabs.reduce((sum, { bytes }) => sum + bytes, 1),
  });
  const loading = new Map<number, Promise<boolean>>();
  const limit = pLimit(READS_AT_ONCE);
  let floor = 0;
  const failing = createFailureLog(logger, 'streams wait: older alerts cannot be read');

  async function read(number: number): Promise<boolean> {
    const start = number * PAGE_ALERTS;
    const { generation } = ring;
    try {
      const page = await log.readAfter(start, PAGE_ALERTS);
      failing.worked();
      if (page.epoch !== ring.epoch || generation !== ring.generation) return false;
      floor = Math.max(floor, page.floor);
      pages.set(number, toFrames(page, start));
      return true;
    } catch (error) {
      failing.failed(error);
      return false;
    }
  }

  return {
    get floor() {
      return floor;
    },
    runAfter(seq) {
      const page = pages.get(pageOf(seq));
      // A page that was read when the log ended inside it says nothing of what came since.
      if (!page || (seq >= page.last && seq >= page.floor)) return 'absent';
      if (seq < page.floor) return 'dropped';
      return page.slabs.findLast(({ first }) => first <= seq + 1)?.runAfter(seq) ?? 'absent';
    },
    load(seq) {
      const number = pageOf(seq);
      const known = loading.get(number);
      if (known) return known;
      const begun = limit(() => read(number)).finally(() => {
        if (loading.get(number) === begun) loading.delete(number);
      });
      loading.set(number, begun);
      return begun;
    },
    clear() {
      pages.clear();
      loading.clear();
      floor = 0;
    },
  };
}

function pageOf(seq: number): number {
  return Math.floor(seq / PAGE_ALERTS);
}

function toFrames({ floor, alerts }: AlertPage, start: number): FramePage {
  const slabs: FrameSlab[] = [];
  let last = Math.max(start, floor);
  for (const message of alerts) {
    // Above a floor inside the page, the answer reaches into the next one.
    if (message.seq > start + PAGE_ALERTS) break;
    const frame = alertFrame(toAlert(message));
    if (!slabs.at(-1)?.append(frame)) {
      const slab = createFrameSlab(message.seq);
      slab.append(frame);
      slabs.push(slab);
    }
    last = message.seq;
  }
  return { floor, last, slabs };
}
