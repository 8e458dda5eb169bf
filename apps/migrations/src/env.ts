import { parseSettings, setting } from '@intellisite/service';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: setting.databaseUrl(),
  /** How long a database that cannot be reached is waited for; in seconds. */
  DATABASE_WAIT_SECONDS: setting.number().default(120),
  LOG_LEVEL: setting.logLevel().default('info'),
});

export type MigrationSettings = z.output<typeof schema>;

/** @throws SettingsError that names every bad setting */
export function readSettings(): MigrationSettings {
  return parseSettings(schema, process.env, { secrets: ['DATABASE_URL'] });
}
