import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Wrong settings, all of them; the message is ready to be printed alone. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface SettingsOptions {
  /** Settings that may come from a file as well (`NAME_FILE`) and whose values are never shown. */
  secrets?: readonly string[];
}

/**
 * Reads settings from an environment. An empty string counts as not set.
 *
 * Throws `SettingsError` that names every bad setting at once, with what was expected.
 */
export function parseSettings<S extends z.ZodType>(
  schema: S,
  environment: NodeJS.ProcessEnv,
  { secrets = [] }: SettingsOptions = {},
): z.output<S> {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  for (const name of secrets) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set: keep one of them`);
      continue;
    }
    try {
      values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(`${name}_FILE cannot be read: ${messageOf(error)}`);
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const name = String(path[0] ?? 'settings');
      const given = values[name];
      const shown =
        given === undefined ? 'is not set' : secrets.includes(name) ? '(not shown)' : `"${given}"`;
      problems.push(`${name} ${shown}: ${message}`);
    }
  }
  if (problems.length > 0 || !parsed.success) {
    throw new SettingsError(
      `Wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
  return parsed.data;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Building blocks of settings: each takes a string and says in words what it expects. */
export const setting = {
  text: () => z.string({ error: 'expected a text' }).trim().min(1, 'expected a text'),
  port: () =>
    numeric('expected a port between 0 and 65535', (n) => Number.isInteger(n) && n <= 65_535),
  /** 0 and fractions are allowed. */
  number: () => numeric('expected a number of 0 or more', () => true),
  integer: () => numeric('expected a whole number of 0 or more', Number.isInteger),
  boolean: () =>
    z.stringbool({
      truthy: ['true', '1', 'yes', 'on'],
      falsy: ['false', '0', 'no', 'off'],
      error: 'expected true or false',
    }),
  commaList: () =>
    z.string().transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  logLevel: () => z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }),
  databaseUrl: () =>
    z
      .string({ error: 'expected postgres://user:password@host:port/database' })
      .refine(isDatabaseUrl, 'expected postgres://user:password@host:port/database'),
};

function numeric(message: string, accepts: (value: number) => boolean) {
  return z
    .string({ error: message })
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && accepts(Number(text)), message)
    .transform(Number);
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return ['postgres:', 'postgresql:'].includes(protocol) && pathname.length > 1;
}
