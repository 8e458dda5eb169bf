import { createHash } from 'node:crypto';
import { foldCase } from '@intellisite/contracts';
import type { AttemptLimit, LoginCounters, TakenAttempt } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import { addressGroup } from './address-group.ts';
import { createTurns } from './turns.ts';

/** Of a user at an address, failures alone count; of an address, every attempt does. */
export const LOGIN_LIMITS = {
  byAddress: { attempts: 100, windowSeconds: 60 },
  byUserAndAddress: { attempts: 10, windowSeconds: 900 },
} as const satisfies Record<keyof LoginCounters, AttemptLimit>;

export interface LoginLimits {
  /**
   * Runs the check of a password if an attempt is left, and tells it how many the user has at this
   * address after it; null from it means that the password was wrong. One that was right gives the user at this address all attempts again; one that could not be made
   * does not count.
   *
   * @throws AppError rate_limited, before the check is run
   */
  attempt<T>(
    who: { username: string; address: string },
    check: (attemptsLeft: number) => Promise<T | null>,
  ): Promise<T | null>;
}

/**
 * Limits guessing per address, and per user at an address, together with all instances. Never per user
 * alone: anybody could then lock anybody out from elsewhere.
 */
export function createLoginLimits({ byAddress, byUserAndAddress }: LoginCounters): LoginLimits {
  // One at a time: simultaneous logins of a program with the right password are no failures, and
  // simultaneous guesses get no more attempts than single ones.
  const inTurn = createTurns();

  return {
    async attempt({ username, address }, check) {
      const from = addressGroup(address);
      refuseIf(await byAddress.take(keyOf(from)));
      const key = keyOf(foldCase(username), from);
      return await inTurn(key, async () => {
        const taken = await byUserAndAddress.take(key);
        refuseIf(taken);
        let result;
        try {
          result = await check(taken.left);
        } catch (error) {
          await byUserAndAddress.giveBack(key);
          throw error;
        }
        if (result !== null) await byUserAndAddress.clear(key);
        return result;
      });
    },
  };
}

function refuseIf({ waitMs }: TakenAttempt): void {
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  throw new AppError('rate_limited', {
    detail: `Too many attempts. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}

/** A digest: usernames have any length, and nobody needs to read who tried to log in from where. */
function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
