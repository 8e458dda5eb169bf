import { createHash } from 'node:crypto';
import { foldCase } from '@intellisite/contracts';
import type { AttemptLimits, LoginAttempts, TakenAttempt } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import { addressGroup } from './address-group.ts';
import { createTurns } from './turns.ts';

/** Of a user at an address, failures alone count; of an address, every attempt does. */
export const LOGIN_LIMITS = {
  byAddress: { attempts: 100, windowSeconds: 60 },
  byUserAndAddress: { attempts: 10, windowSeconds: 900 },
} as const satisfies AttemptLimits;

export type GrantedAttempt = Extract<TakenAttempt, { granted: true }>;

export interface LoginLimits {
  /**
   * Runs the check of a password if an attempt is left, and tells it whom it is for; null from it means
   * that the password was wrong. One that was right gives the user at this address all attempts again; one
   * that could not be made does not count.
   *
   * @throws AppError rate_limited, before the check is run
   */
  attempt<T>(
    who: { username: string; address: string },
    check: (attempt: GrantedAttempt) => Promise<T | null>,
  ): Promise<T | null>;
}

/**
 * Limits guessing per address, and per user at an address, together with all instances. Never per user
 * alone: anybody could then lock anybody out from elsewhere.
 */
export function createLoginLimits(attempts: LoginAttempts): LoginLimits {
  // One at a time: simultaneous logins of a program with the right password are no failures, and
  // simultaneous guesses get no more attempts than single ones.
  const inTurn = createTurns();

  return {
    async attempt({ username, address }, check) {
      const from = addressGroup(address);
      const userAtAddress = keyOf(foldCase(username), from);
      return await inTurn(userAtAddress, async () => {
        const taken = await attempts.take({ address: keyOf(from), userAtAddress, username });
        if (!taken.granted) throw refusal(taken.waitMs);
        let result;
        try {
          result = await check(taken);
        } catch (error) {
          await attempts.giveBack(userAtAddress);
          throw error;
        }
        if (result !== null) await attempts.clear(userAtAddress);
        return result;
      });
    },
  };
}

function refusal(waitMs: number): AppError {
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  return new AppError('rate_limited', {
    detail: `Too many attempts. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}

/** A digest: usernames have any length, and nobody needs to read who tried to log in from where. */
function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
