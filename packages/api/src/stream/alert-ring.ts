import type { AlertMessage } from '@intellisite/contracts';
import { alertFrame, toAlert } from './alert-frame.ts';
import { createFrameSlab, type AlertRun, type FrameSlab } from './frame-slab.ts';

/** The newest alerts of one database, serialised once for all clients. */
export interface AlertRing {
  /** Identity of the database; null before the first `restart`. */
  readonly epoch: string | null;
  /** Moves with every `restart`: what was known of numbers before it is void. */
  readonly generation: number;
  /** Number of the newest alert. */
  readonly head: number;
  /** Alerts up to this number are no longer in it. */
  readonly tail: number;
  /** Begins anew, empty, after `head`. */
  restart(epoch: string, head: number): void;
  /** Passes over alerts that the database itself no longer has: the next one is `seq + 1`. */
  skipTo(seq: number): void;
  /** @throws RangeError unless they follow the head without a hole */
  append(messages: readonly AlertMessage[]): void;
  /** The next alerts after `seq`, which must not be below the tail; null: there are none yet. */
  runAfter(seq: number): AlertRun | null;
}

export interface AlertRingOptions {
  /** So many alerts are kept at least, unless they are unusually large. */
  alerts?: number;
  /** Memory that it takes at most. */
  bytes?: number;
}

export function createAlertRing({
  alerts: capacity = 16_384,
  bytes: mostBytes = 32 * 1024 * 1024,
}: AlertRingOptions = {}): AlertRing {
  let epoch: string | null = null;
  let generation = 0;
  let head = 0;
  let slabs: FrameSlab[] = [];
  let bytes = 0;

  const tail = (): number => (slabs[0]?.first ?? head + 1) - 1;

  function add(frame: string): void {
    if (slabs.at(-1)?.append(frame)) return;
    const slab = createFrameSlab(head + 1);
    slab.append(frame);
    slabs.push(slab);
    bytes += slab.bytes;
  }

  function dropOldest(): void {
    for (;;) {
      const [oldest] = slabs;
      if (!oldest || slabs.length === 1) return;
      const enough = head - tail() - oldest.count >= capacity;
      if (!enough && bytes <= mostBytes) return;
      bytes -= oldest.bytes;
      slabs.shift();
    }
  }

  function clear(): void {
    slabs = [];
    bytes = 0;
  }

  return {
    get epoch() {
      return epoch;
    },
    get generation() {
      return generation;
    },
    get head() {
      return head;
    },
    get tail() {
      return tail();
    },
    restart(newEpoch, newHead) {
      epoch = newEpoch;
      generation += 1;
      head = newHead;
      clear();
    },
    skipTo(seq) {
      head = seq;
      clear();
    },
    append(messages) {
      for (const message of messages) {
        if (message.seq !== head + 1) {
          throw new RangeError(`alert ${message.seq} does not follow ${head}`);
        }
        add(alertFrame(toAlert(message)));
        head = message.seq;
      }
      dropOldest();
    },
    runAfter(seq) {
      if (seq >= head) return null;
      return slabOf(slabs, seq + 1)?.runAfter(seq) ?? null;
    },
  };
}

/** The newest slab first: nearly everybody is there. */
function slabOf(slabs: readonly FrameSlab[], seq: number): FrameSlab | undefined {
  const newest = slabs.at(-1);
  if (!newest || seq >= newest.first) return newest;
  let low = 0;
  let high = slabs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((slabs[middle]?.first ?? Infinity) <= seq) low = middle;
    else high = middle - 1;
  }
  return slabs[low];
}
