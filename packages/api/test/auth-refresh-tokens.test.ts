import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeyRing, type AuthSecrets } from '../src/auth/keys.ts';
import { createRefreshTokens } from '../src/auth/refresh-tokens.ts';
import { SECRET } from './auth-support.ts';

const createTokens = (secrets: AuthSecrets = { current: SECRET }) =>
  createRefreshTokens(createKeyRing(secrets, 'refresh-token'));

it('reads what it issued', () => {
  const tokens = createTokens();
  fc.assert(
    fc.property(fc.uuid(), fc.nat(0xff_ff_ff_ff), (sessionId, generation) => {
      const token = tokens.issue({ sessionId, generation });
      expect(token).toMatch(/^[\w-]{79}$/);
      expect(tokens.read(token)).toEqual({ sessionId, generation });
    }),
  );
});

it('refuses a token with any bit changed, and any other spelling of one', () => {
  const tokens = createTokens();
  const token = tokens.issue({ sessionId: randomUUID(), generation: 3 });
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(tokens.read(changed.toString('base64url')), `bit ${bit}`).toBeNull();
  }
  const respelled = [`${token}=`, ` ${token}`, token.slice(0, -1), bytes.toString('base64'), ''];
  // The last character of 79 has two bits that mean nothing.
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = digits.indexOf(token.at(-1)!);
  respelled.push(token.slice(0, -1) + digits[last ^ 1]!);
  for (const spelling of respelled) expect(tokens.read(spelling), spelling).toBeNull();
});

it('refuses tokens of another secret, accepts those of the previous one', () => {
  const current = 'the new secret, which is long enough as well';
  const claims = { sessionId: randomUUID(), generation: 1 };
  const old = createTokens().issue(claims);
  expect(createTokens({ current }).read(old)).toBeNull();
  const both = createTokens({ current, previous: SECRET });
  expect(both.read(old)).toEqual(claims);
  expect(createTokens({ current }).read(both.issue(claims))).toEqual(claims);
});
