import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from '../connection.ts';

export interface AttemptLimit {
  /** Attempts that a window has. */
  attempts: number;
  /** A window begins with the first attempt after the last one's end. */
  windowSeconds: number;
}

export interface TakenAttempt {
  /** 0: granted; otherwise the milliseconds until the next window. */
  waitMs: number;
  /** Attempts that the window has after this one. */
  left: number;
}

/** Counts attempts by key, together with every other instance on the same database. */
export interface AttemptCounter {
  /** Takes one of the window's attempts, if one is left. */
  take(key: string): Promise<TakenAttempt>;
  /** One that was taken did not count. */
  giveBack(key: string): Promise<void>;
  /** The window has all its attempts again. */
  clear(key: string): Promise<void>;
}

export interface LoginCounters {
  byAddress: AttemptCounter;
  byUserAndAddress: AttemptCounter;
}

const TABLE = 'login_attempts';

export function createLoginCounters(
  pool: Pool,
  limits: { byAddress: AttemptLimit; byUserAndAddress: AttemptLimit },
): LoginCounters {
  return {
    // Attempts of an address are never given back: once it has none left, no question is needed.
    byAddress: createCounter(pool, 'address', limits.byAddress, { rememberExhausted: true }),
    byUserAndAddress: createCounter(pool, 'user', limits.byUserAndAddress, {
      rememberExhausted: false,
    }),
  };
}

function createCounter(
  pool: Pool,
  keyPrefix: string,
  { attempts, windowSeconds }: AttemptLimit,
  { rememberExhausted }: { rememberExhausted: boolean },
): AttemptCounter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: TABLE,
    // Made by the migrations: the service's role needs no right to make tables.
    tableCreated: true,
    // Its timer could not be stopped; purgeAccounts does it.
    clearExpiredByTimeout: false,
    keyPrefix,
    points: attempts,
    duration: windowSeconds,
    ...(rememberExhausted ? { inMemoryBlockOnConsumed: attempts } : {}),
  });
  return {
    async take(key) {
      try {
        const { remainingPoints } = await limiter.consume(key);
        return { waitMs: 0, left: remainingPoints };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return { waitMs: Math.max(1, refused.msBeforeNext), left: 0 };
      }
    },
    async giveBack(key) {
      await limiter.reward(key);
    },
    async clear(key) {
      await limiter.delete(key);
    },
  };
}
