import { parseSettings, SettingsError } from '@intellisite/service';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiSecrets, apiSettings, checkAdminPassword } from '../src/index.ts';

const schema = z.object(apiSettings).superRefine(checkAdminPassword, { when: () => true });
const NEEDED = {
  NODE_ENV: 'test' as const,
  DATABASE_URL: 'postgres://me:hunter2@localhost:5432/db',
  KAFKA_BROKERS: 'localhost:9092',
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a secret of the tests that is long enough',
};

function complaintAbout(settings: Record<string, string>): string | null {
  try {
    parseSettings(schema, { ...NEEDED, ...settings }, { secrets: apiSecrets });
    return null;
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

it.each([
  ['too short', { ADMIN_PASSWORD: 'elevenchars' }, 'A password has at least 12 characters.'],
  ['common', { ADMIN_PASSWORD: 'Football2026!' }, 'This password is among the most common ones.'],
  [
    'made from the name',
    { ADMIN_USERNAME: 'jo.smith-detroit', ADMIN_PASSWORD: 'jo.smith-detroit' },
    'A password is not made from the name of the user or of this system.',
  ],
])('refuses a first password that is %s in one line that says what to do', (_, given, weakness) => {
  expect(complaintAbout(given)).toBe(
    `Wrong settings:\n  ADMIN_PASSWORD (not shown): ${weakness} Choose another one, or set none: then one is generated.`,
  );
});

it('says so together with what else is wrong', () => {
  const message = complaintAbout({ ADMIN_PASSWORD: 'elevenchars', ACCESS_TOKEN_MINUTES: 'few' });
  expect(message).toContain('ADMIN_PASSWORD (not shown): A password has at least 12 characters.');
  expect(message).toContain('ACCESS_TOKEN_MINUTES "few": expected a whole number');
});

it('takes one that is hard to guess, and none', () => {
  expect(complaintAbout({ ADMIN_PASSWORD: 'correct horse battery staple' })).toBeNull();
  expect(complaintAbout({})).toBeNull();
});
