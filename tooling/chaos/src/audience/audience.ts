import { createIntellisiteClient, type IntellisiteClient } from '@intellisite/client';
import type { Random } from '../random.ts';
import { watchAnswers } from './answer-watch.ts';
import { startRestReader } from './rest-reader.ts';
import { startStreamListener, type StreamListener } from './stream-listener.ts';

/** Those whom the system serves. */
export interface Audience {
  readonly listeners: readonly StreamListener[];
  figures(): AudienceFigures;
  stop(): Promise<void>;
}

export interface AudienceFigures {
  /** Alerts that listeners were told. */
  delivered: number;
  /** Connections that listeners made. */
  connections: number;
  /** Calls of readers that were answered. */
  answered: number;
  /** Pages and counts that were asked for again at their asOf. */
  readAgain: number;
  /** Refusals for now: 503 with the time to wait. */
  refusals: number;
}

export interface AudienceOptions {
  url: string;
  admin: { username: string; password: string };
  listeners: number;
  readers: number;
  random: Random;
  complain: (detail: string) => void;
}

/** Shorter than for people: what is given up sooner is tried again sooner. */
const TIMEOUT_MS = 10_000;
/** The API says something every 15 s. */
const MOST_SILENCE_MS = 20_000;

export function startAudience(options: AudienceOptions): Audience {
  const { url, admin, random, complain } = options;
  const answers = watchAnswers(complain);
  const settings = {
    fetch: answers.fetch,
    timeoutMs: TIMEOUT_MS,
    mostSilenceMs: MOST_SILENCE_MS,
    retry: { retries: 1_000, maxDelayMs: 2_000 },
  };
  const entrance = createIntellisiteClient({ url, ...admin, onTokens }, settings);
  let token: string | null = null;

  function onTokens({ accessToken }: { accessToken: string }): void {
    token = accessToken;
  }

  /** One session for all: logins are limited for each address, and all of these have the same. */
  async function currentToken(): Promise<string> {
    if (token === null) await entrance.api.users.me.query();
    return token ?? '';
  }
  let entering: Promise<string> | null = null;

  /** Whoever asks when it has failed begins anew: the entrance gives up where it would have to wait for long. */
  function enter(): Promise<string> {
    entering ??= currentToken().catch((error: unknown) => {
      entering = null;
      throw error;
    });
    return entering;
  }

  function connect(): IntellisiteClient {
    return createIntellisiteClient({ url, token: enter }, settings);
  }

  const totals = new Map<string, number>();
  const listeners = Array.from({ length: options.listeners }, (_, index) =>
    startStreamListener({ name: `listener ${String(index + 1)}`, client: connect(), complain }),
  );
  const readers = Array.from({ length: options.readers }, (_, index) =>
    startRestReader({
      name: `reader ${String(index + 1)}`,
      client: connect(),
      random: random.fork(),
      totals,
      complain,
    }),
  );
  const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
    items.reduce((total, item) => total + of(item), 0);

  return {
    listeners,
    figures: () => ({
      delivered: sum(listeners, ({ last }) => last),
      connections: sum(listeners, ({ connections }) => connections),
      answered: sum(readers, ({ answered }) => answered),
      readAgain: sum(readers, ({ readAgain }) => readAgain),
      refusals: answers.counts.get(503) ?? 0,
    }),
    async stop() {
      await Promise.all([...listeners, ...readers].map((one) => one.stop()));
      await entrance.close();
    },
  };
}
