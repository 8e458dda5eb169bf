import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

export interface AuthSecrets {
  /** AUTH_SECRET: at least 32 bytes of UTF-8. */
  current: string;
  /** AUTH_SECRET_PREVIOUS: what was made with it is still accepted. */
  previous?: string | undefined;
}

/** Each has keys of its own, so that what is made for one is nothing to another. */
export type KeyPurpose = 'access-token' | 'refresh-token' | 'web-session';

export interface SigningKey {
  /** Names the key in what is signed; tells nothing of it. */
  kid: string;
  secret: KeyObject;
}

export interface KeyRing {
  /** Signs. */
  current: SigningKey;
  /** Verifies; undefined for a key that is not ours, or no longer. */
  find(kid: string): KeyObject | undefined;
}

const LEAST_SECRET_BYTES = 32;
const KEY_BYTES = 32;
const KID_BYTES = 6;

/**
 * The keys of one purpose, by HKDF-SHA256 (RFC 5869) from the secrets.
 *
 * @throws RangeError if a secret is too short
 */
export function createKeyRing(secrets: AuthSecrets, purpose: KeyPurpose): KeyRing {
  const current = deriveKey(secrets.current, purpose);
  const keys = new Map([[current.kid, current.secret]]);
  if (secrets.previous !== undefined) {
    const previous = deriveKey(secrets.previous, purpose);
    keys.set(previous.kid, previous.secret);
  }
  return { current, find: (kid) => keys.get(kid) };
}

/** The secrets of one purpose as text, for whoever makes keys of its own from them. */
export function deriveSecrets(secrets: AuthSecrets, purpose: KeyPurpose): AuthSecrets {
  const derive = (secret: string): string => deriveBytes(secret, purpose).toString('base64url');
  const { current, previous } = secrets;
  return {
    current: derive(current),
    previous: previous === undefined ? undefined : derive(previous),
  };
}

function deriveKey(secret: string, purpose: KeyPurpose): SigningKey {
  const key = deriveBytes(secret, purpose);
  const digest = createHash('sha256').update('kid').update(key).digest();
  return {
    kid: digest.subarray(0, KID_BYTES).toString('base64url'),
    secret: createSecretKey(key),
  };
}

function deriveBytes(secret: string, purpose: KeyPurpose): Buffer {
  if (Buffer.byteLength(secret) < LEAST_SECRET_BYTES) {
    throw new RangeError(`A secret needs at least ${LEAST_SECRET_BYTES} bytes.`);
  }
  return Buffer.from(hkdfSync('sha256', secret, '', `intellisite ${purpose} v1`, KEY_BYTES));
}
