import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPasswordPolicy } from '../src/auth/password-policy.ts';
import { createPasswords } from '../src/auth/passwords.ts';
import { expectRefusal, PASSWORD } from './auth-support.ts';

it('keeps Argon2id with the parameters of OWASP, and a salt of its own for each', async () => {
  const passwords = createPasswords();
  const [one, two] = await Promise.all([passwords.hash(PASSWORD), passwords.hash(PASSWORD)]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
  await passwords.attempt(async (verify) => {
    expect(await verify(one, PASSWORD)).toBe(true);
    expect(await verify(one, `${PASSWORD}.`)).toBe(false);
    expect(await verify(null, PASSWORD)).toBe(false);
  });
});

it('knows a password however the keyboard composed it', async () => {
  const passwords = createPasswords();
  const kept = await passwords.hash('pferdegeschöpfe');
  expect(await passwords.attempt((verify) => verify(kept, 'pferdegescho\u0308pfe'))).toBe(true);
});

it('survives a flood of 200: a bounded number at once, a bounded queue, and a main thread that is free', async () => {
  const passwords = createPasswords({ concurrency: 1 });
  const kept = await passwords.hash(PASSWORD);
  const most = { running: 0, waiting: 0 };
  let turns = 0;
  const watch = setInterval(() => {
    const { running, waiting } = passwords.load();
    most.running = Math.max(most.running, running);
    most.waiting = Math.max(most.waiting, waiting);
    turns += 1;
  }, 1);
  let begun = 0;
  const attempt = () =>
    passwords.attempt((verify) => {
      begun += 1;
      return verify(kept, PASSWORD);
    });
  expect(passwords.requireRoom).not.toThrow();
  const flood = Array.from({ length: 200 }, attempt);
  expect(passwords.requireRoom).toThrow(expect.objectContaining({ code: 'busy' }));
  const outcomes = await Promise.allSettled(flood);
  clearInterval(watch);
  // One runs, 64 wait, and nobody else is kept waiting, nor has cost anything.
  expect(begun).toBe(65);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(65);
  await expectRefusal(flood.at(-1)!, 'busy');
  expect(most).toEqual({ running: 1, waiting: 64 });
  // Were they hashed on the main thread, it would come to nothing else before it had done them all.
  expect(turns).toBeGreaterThan(65);
  expect(passwords.load()).toEqual({ running: 0, waiting: 0, done: 66 });
  expect(await attempt()).toBe(true);
});

const policy = createPasswordPolicy();

it.each([
  ['short', 'elevenchars'],
  ['short, though its UTF-16 is long', '🚗'.repeat(7)],
  ['long', 'a staple '.repeat(20)],
  ['breached', '1qaz2wsx3edc'],
  ['breached, in another case', '1QAZ2wsx3EDC'],
  ['breached, in full-width letters', 'ｑｗｅｒｔｙ１２３４５６'],
  ['one character', 'aaaaaaaaaaaaaaa'],
  ['a piece repeated', '123123123123123'],
  ['a common word repeated', 'passwordpassword'],
  ['a common word repeated and cut off', 'dragondragondr'],
  ['a common word lengthened', 'Football2026!'],
  ['a sequence', '1234567890123456'],
  ['a sequence backwards', 'zyxwvutsrqponm'],
  ['a row of the keyboard', 'qwertyuiopas'],
  ['the name of the system', 'Intellisite-2026'],
  ['the username', 'jo.smith-detroit'],
  ['the username lengthened', '2026jo.smith-detroit!!'],
])('refuses a password that is %s', (_, password) => {
  expect(policy.weaknessOf(password, 'Jo.Smith-Detroit')).toMatch(/password/i);
});

it.each([
  'correct horse battery staple',
  'another horse, another staple',
  'Password-of-Jo-7',
  'test-password-123',
  'пароль для лошади',
  '👩‍🚒 three fire engines',
  `${'y'.repeat(123)}zebra`,
])('accepts %s', (password) => {
  expect(policy.weaknessOf(password, 'jo')).toBeNull();
});

it('accepts whatever is random', () => {
  const random = fc.string({ minLength: 16, maxLength: 60, unit: 'grapheme-ascii' });
  const letters = fc.array(fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyz23456789')), {
    minLength: 16,
    maxLength: 60,
  });
  fc.assert(
    fc.property(letters, random, (characters, other) => {
      fc.pre(new Set(characters).size > 6 && new Set(other).size > 6);
      expect(policy.weaknessOf(characters.join(''), 'jo')).toBeNull();
    }),
  );
});
