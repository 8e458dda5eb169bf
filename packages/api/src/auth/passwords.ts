import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { AppError } from '../errors/app-error.ts';

/** How many turns are taken and waited for, and how many passwords were hashed since the start. */
export interface HashingLoad {
  running: number;
  waiting: number;
  done: number;
}

/**
 * Whether the hash is of the password. Null, for a user who does not exist: takes as long as a wrong
 * password and is false.
 */
export type VerifyPassword = (kept: string | null, password: string) => Promise<boolean>;

export interface Passwords {
  /**
   * The hash to keep, as a PHC string.
   *
   * @throws AppError busy
   */
  hash(password: string): Promise<string>;
  /**
   * Runs an attempt in its turn, with the means to verify a password. What else it asks the database
   * belongs into it: a flood then waits, or is refused, before it has cost anything but its requests.
   *
   * @throws AppError busy, before the attempt is run
   */
  attempt<T>(run: (verify: VerifyPassword) => Promise<T>): Promise<T>;
  /**
   * Whether one more would be kept waiting, for who can refuse before there is anything to hash.
   *
   * @throws AppError busy
   */
  requireRoom: () => void;
  load(): HashingLoad;
}

export interface PasswordOptions {
  /** Turns at once. Each hash takes 19 MiB and a core for some 20 ms, off the main thread. */
  concurrency?: number;
  /** More than these are not kept waiting but refused. */
  mostWaiting?: number;
}

/** Argon2id (the library's default), as OWASP's Password Storage Cheat Sheet has it; memory in KiB. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export function createPasswords({
  // One core is left to everything else.
  concurrency = Math.max(1, availableParallelism() - 1),
  mostWaiting = 64 * concurrency,
}: PasswordOptions = {}): Passwords {
  const limit = pLimit(concurrency);
  const nobody = hashOfNothing();
  let done = 0;

  function requireRoom(): void {
    if (limit.pendingCount < mostWaiting) return;
    throw new AppError('busy', {
      detail: 'Too many passwords are being checked. Try again in a moment.',
      retryAfterSeconds: 2,
    });
  }

  async function inTurn<T>(task: () => Promise<T>): Promise<T> {
    requireRoom();
    return await limit(task);
  }

  async function hashing<T>(task: Promise<T>): Promise<T> {
    try {
      return await task;
    } finally {
      done += 1;
    }
  }

  return {
    hash: (password) => inTurn(() => hashing(hash(normalizePassword(password), PARAMETERS))),
    attempt: (run) =>
      inTurn(() =>
        run((kept, password) => hashing(verify(kept ?? nobody, normalizePassword(password)))),
      ),
    requireRoom,
    load: () => ({ running: limit.activeCount, waiting: limit.pendingCount, done }),
  };
}

/** The same password typed on another keyboard: NFKC, as NIST SP 800-63B (3.1.1.2) advises. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/** Costs what every hash costs, and no password is known that it is of. */
function hashOfNothing(): string {
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  const encode = (bytes: number): string =>
    randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${encode(SALT_BYTES)}$${encode(HASH_BYTES)}`;
}
