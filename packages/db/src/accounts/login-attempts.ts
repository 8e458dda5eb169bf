import { foldCase } from '@intellisite/contracts';
import { LRUCache } from 'lru-cache';
import type { Pool } from '../connection.ts';
import { credentialsOf, type Credentials, type Nullable, type UserColumns } from './users.ts';

export interface AttemptLimit {
  /** Attempts that a window has. */
  attempts: number;
  /** A window begins with the first attempt after the last one's end. */
  windowSeconds: number;
}

export interface AttemptLimits {
  byAddress: AttemptLimit;
  byUserAndAddress: AttemptLimit;
}

export interface LoginAttempt {
  /** Name the address, and the user at it: digests, or whatever else is short. */
  address: string;
  userAtAddress: string;
  username: string;
}

export type TakenAttempt =
  | { granted: false; /** Until the next window. */ waitMs: number }
  | {
      granted: true;
      /** Attempts that the user has at this address after this one. */
      left: number;
      /** Of the user, also of a disabled one; null: there is none. */
      credentials: Credentials | null;
    };

/** Counts attempts to log in, together with every other instance on the same database. */
export interface LoginAttempts {
  /**
   * Takes one attempt of the address and one of the user at it, if both have one left, and reads whom it
   * is for: one question, because a flood asks it for each of its logins.
   */
  take(attempt: LoginAttempt): Promise<TakenAttempt>;
  /** One that was taken did not count for the user. */
  giveBack(userAtAddress: string): Promise<void>;
  /** The user has all attempts at this address again. */
  clear(userAtAddress: string): Promise<void>;
}

type TakenRow = Counts & Nullable<UserColumns>;

interface Counts {
  addressPoints: number;
  addressExpire: number;
  /** Null: the address had none left. */
  points: number | null;
  expire: number | null;
}

/** One more in the window that is open, or the first of a new one. */
const COUNT = `ON CONFLICT (key) DO UPDATE
  SET points = CASE WHEN counted.expire <= $4 THEN 1 ELSE counted.points + 1 END,
      expire = CASE WHEN counted.expire <= $4 THEN excluded.expire ELSE counted.expire END
  RETURNING points, expire`;

const TAKE = `
  WITH of_address AS (
    INSERT INTO login_attempts AS counted (key, points, expire)
    VALUES ($1, 1, $4::bigint + $6::bigint)
    ${COUNT}
  ), of_user AS (
    INSERT INTO login_attempts AS counted (key, points, expire)
    SELECT $2, 1, $4::bigint + $8::bigint FROM of_address WHERE points <= $5::int
    ${COUNT}
  )
  SELECT a.points AS "addressPoints", a.expire AS "addressExpire", u.points, u.expire,
         users.id, username, role, name, lastname, email, created_at AS "createdAt",
         disabled_at AS "disabledAt", password_hash AS "passwordHash"
    FROM of_address a
    LEFT JOIN of_user u ON true
    LEFT JOIN users ON users.folded = $3 AND u.points <= $7::int`;

/** Addresses that have no attempt left: no question is needed to tell them so. */
const MOST_REMEMBERED = 10_000;

export function createLoginAttempts(
  pool: Pool,
  { byAddress, byUserAndAddress }: AttemptLimits,
): LoginAttempts {
  /** When their next window begins, in ms since 1970. */
  const exhausted = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  return {
    async take({ address, userAtAddress, username }) {
      const now = Date.now();
      const until = exhausted.get(address) ?? 0;
      if (until > now) return { granted: false, waitMs: until - now };
      const { rows } = await pool.query<TakenRow>({
        // Named, so that a connection parses and plans it once.
        name: 'take-login-attempt',
        text: TAKE,
        values: [
          addressKey(address),
          userKey(userAtAddress),
          // Nobody is called so, and Postgres refuses it as text.
          username.includes('\0') ? null : foldCase(username),
          now,
          byAddress.attempts,
          byAddress.windowSeconds * 1_000,
          byUserAndAddress.attempts,
          byUserAndAddress.windowSeconds * 1_000,
        ],
      });
      const [row] = rows;
      if (!row) throw new Error('The attempt was not counted.');
      const { points, expire } = row;
      if (points === null || expire === null) {
        exhausted.set(address, row.addressExpire);
        return { granted: false, waitMs: Math.max(1, row.addressExpire - now) };
      }
      const left = byUserAndAddress.attempts - points;
      if (left < 0) return { granted: false, waitMs: Math.max(1, expire - now) };
      return { granted: true, left, credentials: credentialsOf(row) };
    },
    async giveBack(userAtAddress) {
      await pool.query('UPDATE login_attempts SET points = points - 1 WHERE key = $1', [
        userKey(userAtAddress),
      ]);
    },
    async clear(userAtAddress) {
      await pool.query('DELETE FROM login_attempts WHERE key = $1', [userKey(userAtAddress)]);
    },
  };
}

const addressKey = (address: string): string => `address:${address}`;
const userKey = (userAtAddress: string): string => `user:${userAtAddress}`;
