import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSettings, setting, SettingsError } from '../src/index.ts';

const schema = z.object({
  PORT: setting.port().default(3000),
  RATE: setting.number().default(3),
  TLS: setting.boolean().default(false),
  BROKERS: setting.commaList().default([]),
  DATABASE_URL: setting.databaseUrl(),
  LOG_LEVEL: setting.logLevel().default('info'),
});
const DATABASE_URL = 'postgres://me:hunter2@localhost:5432/db';

function read(environment: NodeJS.ProcessEnv) {
  return parseSettings(schema, environment, { secrets: ['DATABASE_URL'] });
}

function messageOf(environment: NodeJS.ProcessEnv): string {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'secret');
  writeFileSync(path, content);
  return path;
}

describe('settings', () => {
  it('have their types and defaults', () => {
    expect(
      read({ DATABASE_URL, RATE: '0.5', TLS: 'yes', BROKERS: 'a:1, b:2,', LOG_LEVEL: 'debug' }),
    ).toEqual({
      PORT: 3000,
      RATE: 0.5,
      TLS: true,
      BROKERS: ['a:1', 'b:2'],
      DATABASE_URL,
      LOG_LEVEL: 'debug',
    });
  });

  it('count as not set when they are empty', () => {
    expect(read({ DATABASE_URL, PORT: '', TLS: '' })).toMatchObject({ PORT: 3000, TLS: false });
  });

  it('are all reported at once, by name, with what was expected', () => {
    const message = messageOf({ PORT: '70000', RATE: '-1', TLS: 'maybe', LOG_LEVEL: 'loud' });
    expect(message).toContain('PORT "70000": expected a port between 0 and 65535');
    expect(message).toContain('RATE "-1": expected a number of 0 or more');
    expect(message).toContain('TLS "maybe": expected true or false');
    expect(message).toContain('LOG_LEVEL "loud": expected one of trace, debug');
    expect(message).toContain('DATABASE_URL is not set: expected postgres://');
  });

  it('never show the value of a secret', () => {
    const message = messageOf({ DATABASE_URL: 'mysql://me:hunter2@localhost/db' });
    expect(message).toContain('DATABASE_URL (not shown): expected postgres://');
    expect(message).not.toContain('hunter2');
  });

  it('read a secret from a file', () => {
    expect(read({ DATABASE_URL_FILE: file(`${DATABASE_URL}\n`) })).toMatchObject({ DATABASE_URL });
  });

  it('refuse a secret that is given twice, or whose file is not there', () => {
    expect(messageOf({ DATABASE_URL, DATABASE_URL_FILE: file('x') })).toContain('are both set');
    expect(messageOf({ DATABASE_URL_FILE: '/nowhere/at/all' })).toContain(
      'DATABASE_URL_FILE cannot be read',
    );
  });
});
