import { createHmac, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { expect, it } from 'vitest';
import { createAccessTokens } from '../src/auth/access-tokens.ts';
import { createKeyRing, type AuthSecrets } from '../src/auth/keys.ts';
import { createRefreshTokens } from '../src/auth/refresh-tokens.ts';
import { SECRET } from './auth-support.ts';

const SUBJECT = { userId: randomUUID(), sessionId: randomUUID(), role: 'operator' } as const;
const LIFETIME_SECONDS = 3_600;
const INVALID = { valid: false, reason: 'invalid' };

function createTokens(secrets: AuthSecrets = { current: SECRET }, now = Date.now) {
  const keys = createKeyRing(secrets, 'access-token');
  return { keys, ...createAccessTokens({ keys, lifetimeSeconds: LIFETIME_SECONDS, now }) };
}

it('says what it was signed for, until it expires', async () => {
  let now = Date.UTC(2026, 0, 1);
  const tokens = createTokens(undefined, () => now);
  const token = await tokens.sign(SUBJECT);
  const expiresAt = now + LIFETIME_SECONDS * 1_000;
  const fresh = createTokens(undefined, () => now);
  for (const instance of [tokens, fresh]) {
    expect(await instance.verify(token)).toEqual({
      valid: true,
      claims: { ...SUBJECT, expiresAt },
    });
  }
  now = expiresAt;
  // One that has seen it, and one that has not.
  for (const instance of [tokens, createTokens(undefined, () => now)]) {
    expect(await instance.verify(token)).toEqual({ valid: false, reason: 'expired' });
  }
});

it('refuses everything that is not exactly one of its own', async () => {
  const tokens = createTokens();
  const { kid, secret } = tokens.keys.current;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const own = { alg: 'HS256', typ: 'at+jwt', kid };
  const claims = { sid: SUBJECT.sessionId, role: 'admin' };
  const withHeader = (header: Partial<typeof own>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', ...header })
      .setIssuer('intellisite')
      .setAudience('intellisite-api')
      .setSubject(SUBJECT.userId)
      .setIssuedAt()
      .setExpirationTime('1h')
      .setJti('1');
  const good = await withHeader(own).sign(secret);
  expect(await tokens.verify(good)).toMatchObject({ valid: true });

  const [, payload, signature] = good.split('.') as [string, string, string];
  const elsewhere = createTokens({ current: 'another secret that is long enough, too' });
  const refreshKeys = createKeyRing({ current: SECRET }, 'refresh-token');
  const forged = {
    'signed with another secret': await elsewhere.sign(SUBJECT),
    'signed with another secret, under our kid': await withHeader(own).sign(
      elsewhere.keys.current.secret,
    ),
    'signed with the key of refresh tokens': await withHeader({
      ...own,
      kid: refreshKeys.current.kid,
    }).sign(refreshKeys.current.secret),
    'alg none': new UnsecuredJWT(claims)
      .setIssuer('intellisite')
      .setAudience('intellisite-api')
      .setSubject(SUBJECT.userId)
      .setIssuedAt()
      .setExpirationTime('1h')
      .setJti('1')
      .encode(),
    'alg none with type and kid': `${encode({ ...own, alg: 'none' })}.${payload}.`,
    'alg none with a signature': `${encode({ ...own, alg: 'none' })}.${payload}.${signature}`,
    HS512: await withHeader({ ...own, alg: 'HS512' }).sign(randomBytes(64)),
    'HS512 with our key': forge({ ...own, alg: 'HS512' }, payload, 'sha512', secret),
    'without kid': await withHeader({ typ: 'at+jwt' }).sign(secret),
    'of another type': await withHeader({ ...own, typ: 'JWT' }).sign(secret),
    'for another audience': await withHeader(own).setAudience('elsewhere').sign(secret),
    'from another issuer': await withHeader(own).setIssuer('elsewhere').sign(secret),
    'without an end': await new SignJWT(claims)
      .setProtectedHeader(own)
      .setIssuer('intellisite')
      .setAudience('intellisite-api')
      .setSubject(SUBJECT.userId)
      .setIssuedAt()
      .setJti('1')
      .sign(secret),
    'for somebody without an id': await withHeader(own).setSubject('root').sign(secret),
    'with another payload': `${encode(own)}.${encode({ ...claims, role: 'admin' })}.${signature}`,
    'with white space': ` ${good}`,
    'a refresh token': createRefreshTokens(refreshKeys).issue({
      sessionId: SUBJECT.sessionId,
      generation: 0,
    }),
    'not a token': 'a.b.c',
    'very long': `${'a'.repeat(100_000)}.b.c`,
    empty: '',
  };
  for (const [name, token] of Object.entries(forged)) {
    expect(await tokens.verify(token), name).toEqual(INVALID);
  }
  expect(await tokens.verify(await tokens.sign(SUBJECT))).toMatchObject({ valid: true });
});

/** What the library would not sign: a MAC by another hash, with a key that is too short for it. */
function forge(header: object, payload: string, hash: string, secret: KeyObject): string {
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

it('accepts tokens of the previous secret and signs with the new one', async () => {
  const current = 'the new secret, which is long enough as well';
  const before = createTokens();
  const after = createTokens({ current, previous: SECRET });
  const later = createTokens({ current });
  const old = await before.sign(SUBJECT);
  const renewed = await after.sign(SUBJECT);
  expect(await after.verify(old)).toMatchObject({ valid: true });
  expect(await later.verify(old)).toEqual(INVALID);
  expect(await later.verify(renewed)).toMatchObject({ valid: true });
  expect(await before.verify(renewed)).toEqual(INVALID);
});

it('names keys by ids that differ by purpose and secret; short secrets are refused', async () => {
  const { kid } = decodeProtectedHeader(await createTokens().sign(SUBJECT));
  expect(kid).toBe(createKeyRing({ current: SECRET }, 'access-token').current.kid);
  expect(kid).not.toBe(createKeyRing({ current: SECRET }, 'refresh-token').current.kid);
  for (const secrets of [
    { current: 'x'.repeat(31) },
    { current: SECRET, previous: 'short' },
  ] satisfies AuthSecrets[]) {
    expect(() => createKeyRing(secrets, 'access-token')).toThrow(RangeError);
  }
});
