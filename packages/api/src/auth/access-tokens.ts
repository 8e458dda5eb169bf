import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { role, type Role } from '@intellisite/contracts';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { KeyRing } from './keys.ts';

/** What a token says; whether its session still lives is another question. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  /** When it was issued. */
  role: Role;
  /** In ms since 1970. */
  expiresAt: number;
}

export type Verification =
  { valid: true; claims: AccessClaims } | { valid: false; reason: 'expired' | 'invalid' };

export interface AccessTokens {
  readonly lifetimeSeconds: number;
  sign(subject: Pick<AccessClaims, 'userId' | 'sessionId' | 'role'>): Promise<string>;
  verify(token: string): Promise<Verification>;
}

export interface AccessTokenOptions {
  keys: KeyRing;
  lifetimeSeconds: number;
  /** Verified tokens that are remembered. */
  remembered?: number;
  /** In ms since 1970. */
  now?: () => number;
}

const ALGORITHM = 'HS256';
const DIGEST = 'sha256';
const TYPE = 'at+jwt';
const ISSUER = 'intellisite';
const AUDIENCE = 'intellisite-api';
/** Ours have some 400. */
const LONGEST = 2_048;

const payload = z.object({ sub: z.uuid(), sid: z.uuid(), role, exp: z.number() });

/**
 * JSON web tokens as RFC 9068 has them, verified as RFC 8725 asks: one algorithm, whatever a token's
 * header says, and type, issuer, audience and expiry are checked. The signature of a token is checked
 * once per process: a token that was good stays good until its expiry.
 */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { keys, lifetimeSeconds, remembered = 10_000, now = Date.now } = options;
  const verified = new LRUCache<string, AccessClaims>({ max: remembered });

  function findKey({ kid }: Partial<JWTHeaderParameters>) {
    const key = kid === undefined ? undefined : keys.find(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  function isSignedByUs(token: string): boolean {
    const end = token.lastIndexOf('.');
    const key = findKey(headerOf(token));
    const expected = createHmac(DIGEST, key).update(token.slice(0, end)).digest();
    const given = Buffer.from(token.slice(end + 1), 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  async function check(token: string): Promise<Verification> {
    if (token.length > LONGEST) return { valid: false, reason: 'invalid' };
    try {
      // jose asks the thread pool, where a forged token would wait among the passwords, and others behind it.
      if (!isSignedByUs(token)) return { valid: false, reason: 'invalid' };
      const result = await jwtVerify(token, findKey, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['exp', 'iat', 'jti'],
        currentDate: new Date(now()),
      });
      const claims = payload.safeParse(result.payload);
      if (!claims.success) return { valid: false, reason: 'invalid' };
      const { sub, sid, role: issuedRole, exp } = claims.data;
      return {
        valid: true,
        claims: { userId: sub, sessionId: sid, role: issuedRole, expiresAt: exp * 1_000 },
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { valid: false, reason: 'expired' };
      if (error instanceof errors.JOSEError) return { valid: false, reason: 'invalid' };
      throw error;
    }
  }

  return {
    lifetimeSeconds,
    async sign({ userId, sessionId, role: currentRole }) {
      const issuedAt = Math.floor(now() / 1_000);
      return await new SignJWT({ sid: sessionId, role: currentRole })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.current.kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .setJti(randomUUID())
        .sign(keys.current.secret);
    },
    async verify(token) {
      const known = verified.get(token);
      if (known) {
        return known.expiresAt > now()
          ? { valid: true, claims: known }
          : { valid: false, reason: 'expired' };
      }
      const verification = await check(token);
      if (verification.valid) verified.set(token, verification.claims);
      return verification;
    },
  };
}

function headerOf(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new errors.JWSInvalid();
  }
}
