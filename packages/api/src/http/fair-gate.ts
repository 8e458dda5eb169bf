import { addressGroup } from '../auth/address-group.ts';
import { AppError } from '../errors/app-error.ts';
import { createAddressWatch, type AddressWatch } from './address-watch.ts';

/** Who asks for a turn. */
export interface Caller {
  readonly address: string;
  /** Aborts when nobody waits for the answer any more; looked at only where the caller has to wait. */
  readonly signal: AbortSignal;
}

export interface GateLoad {
  running: number;
  waiting: number;
  /** Since the start. */
  refused: number;
}

/**
 * Has work begin in turns of the addresses that ask for it: who asks for much at once waits for itself,
 * and others wait for no more of it than may be under way.
 */
export interface FairGate {
  /**
   * Runs work in its turn.
   *
   * @throws AppError busy, and the work is not begun: at once, where too many of this address wait, or
   * when the caller has left while it waited
   */
  take<T>(caller: Caller, work: () => Promise<T>): Promise<T>;
  load(): GateLoad;
}

export interface FairGateOptions {
  /** Under way at once. */
  atOnce: number;
  /** Of one address, while others ask too. */
  ofAddress: number;
  /** More than these are not kept waiting but refused; the addresses that ask share them. */
  mostWaiting: number;
  /** What takes longer gives its place up: a client that is slow, or a lock, holds up nobody. */
  longestMs?: number;
  /**
   * For how many times as long as its work kept the event loop busy an address rests after it, while
   * others ask too. For work that cannot be begun in small pieces.
   */
  rests?: number;
  /** Where addresses are told apart that ask for different kinds of work. */
  watch?: AddressWatch;
}

/** What an address, or a network that counts as one, has under way and waiting. */
interface Line {
  readonly address: string;
  running: number;
  /** Each begins when it is called. */
  readonly waiting: Set<() => void>;
}

type Place = () => void;

const LONGEST_MS = 250;
const RETRY_AFTER_SECONDS = 2;

export function createFairGate(options: FairGateOptions): FairGate {
  const { atOnce, ofAddress, mostWaiting, longestMs = LONGEST_MS, rests = 0 } = options;
  const { watch = createAddressWatch() } = options;
  /** Those that have something under way or waiting. */
  const lines = new Map<string, Line>();
  /** Those that have something waiting, in the order of their turns. */
  const turns = new Set<Line>();
  let running = 0;
  let waiting = 0;
  let refused = 0;
  /** What has ended in this turn of the event loop. */
  let ended: { line: Line; restMs: number }[] = [];

  function lineOf(address: string): Line {
    watch.note(address);
    let line = lines.get(address);
    if (!line) {
      line = { address, running: 0, waiting: new Set() };
      lines.set(address, line);
    }
    return line;
  }

  function forgetIfIdle(line: Line): void {
    if (line.running === 0 && line.waiting.size === 0) lines.delete(line.address);
  }

  function hasPlace(line: Line): boolean {
    return running < atOnce && (line.running < ofAddress || watch.isAlone());
  }

  function occupy(line: Line): Place {
    line.running += 1;
    running += 1;
    const before = rests > 0 ? performance.eventLoopUtilization() : null;
    let held = true;
    const giveUp = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(overdue);
      // Nobody is held up by it.
      if (watch.isAlone()) {
        running -= 1;
        leave(line);
        beginNext();
        return;
      }
      const restMs = before ? rests * performance.eventLoopUtilization(before).active : 0;
      // Not at once, though nobody waits here: however soon work ends, no more of an address is begun in
      // one turn of the event loop than may be under way, and who arrives meanwhile is answered in between.
      if (ended.push({ line, restMs }) === 1) setImmediate(endTurn);
    };
    const overdue = setTimeout(giveUp, longestMs);
    return giveUp;
  }

  function endTurn(): void {
    const leaving = ended;
    ended = [];
    for (const { line, restMs } of leaving) {
      running -= 1;
      if (restMs > 0) setTimeout(rested, restMs, line);
      else leave(line);
    }
    beginNext();
  }

  function rested(line: Line): void {
    leave(line);
    beginNext();
  }

  function leave(line: Line): void {
    line.running -= 1;
    forgetIfIdle(line);
  }

  function beginNext(): void {
    // A line that has more waiting goes to the end, and is met again.
    for (const line of turns) {
      if (running >= atOnce) break;
      if (!hasPlace(line)) continue;
      const [begin] = line.waiting;
      turns.delete(line);
      begin?.();
      if (line.waiting.size > 0) turns.add(line);
    }
  }

  /** @throws AppError busy when the caller leaves */
  function waitFor(line: Line, signal: AbortSignal): Promise<Place> {
    return new Promise((resolve, reject) => {
      const leaveQueue = (): void => {
        line.waiting.delete(begin);
        waiting -= 1;
        signal.removeEventListener('abort', leave);
      };
      const begin = (): void => {
        leaveQueue();
        resolve(occupy(line));
      };
      const leave = (): void => {
        leaveQueue();
        if (line.waiting.size === 0) turns.delete(line);
        forgetIfIdle(line);
        reject(new AppError('busy', { detail: 'The client left before it was its turn.' }));
      };
      line.waiting.add(begin);
      waiting += 1;
      turns.add(line);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave);
    });
  }

  return {
    async take(caller, work) {
      const line = lineOf(addressGroup(caller.address));
      const { size } = line.waiting;
      const atOnceNow = size === 0 && hasPlace(line);
      if (!atOnceNow && size >= Math.ceil(mostWaiting / lines.size)) {
        refused += 1;
        throw new AppError('busy', {
          detail: 'Too many requests of this address are waiting. Try again in a moment.',
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      const giveUp = atOnceNow ? occupy(line) : await waitFor(line, caller.signal);
      try {
        return await work();
      } finally {
        giveUp();
      }
    },
    load: () => ({ running, waiting, refused }),
  };
}
