import { setTimeout as sleep } from 'node:timers/promises';

/** Something that can die and be started again. */
export interface Supervised {
  name: string;
  /** Starts it; rejects when it cannot be started. */
  start: () => Promise<void>;
  /** Resolves, with how, when what runs now has ended. */
  exited: () => Promise<string>;
}

export interface SupervisorOptions {
  /** One line for a person. */
  report: (message: string) => void;
  /** Whether trying again may help after this failure to start. */
  isHopeless: (error: unknown) => boolean;
}

export interface Supervisor {
  /** Watches what has been started already. */
  keep: (supervised: Supervised) => void;
  /** Rejects when something cannot be kept running until a person acts. */
  hopeless: Promise<never>;
  /** Starts nothing from now on. */
  stop: () => void;
  /** After `stop` and the end of all that runs. */
  done: () => Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** What ran for so long was healthy: its next death is a new story. */
const HEALTHY_MS = 10_000;

/** Keeps what was started running until `stop`: starts it again when it dies, with a growing pause. */
export function createSupervisor({ report, isHopeless }: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const watching: Promise<void>[] = [];
  let giveUp: (error: unknown) => void = () => undefined;
  const hopeless = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  hopeless.catch(() => undefined);

  async function keepRunning({ name, start, exited }: Supervised): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let startedAt = Date.now();
    let next = exited;
    for (;;) {
      const how = await next().catch((error: unknown) => {
        if (isHopeless(error)) throw error;
        return error instanceof Error ? error.message : String(error);
      });
      if (isStopping()) return;
      if (Date.now() - startedAt > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      report(`${name} ended (${how}); starting it again`);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (isStopping()) return;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      startedAt = Date.now();
      next = async () => {
        await start();
        return await exited();
      };
    }
  }

  return {
    hopeless,
    keep(supervised) {
      watching.push(keepRunning(supervised).catch(giveUp));
    },
    stop() {
      stopping.abort();
    },
    async done() {
      await Promise.all(watching);
    },
  };
}
