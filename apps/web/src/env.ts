import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { apiSecrets, apiSettings, checkAdminPassword } from '@intellisite/api';
import { checkKafkaSettings } from '@intellisite/kafka';
import { keepSecretFile, parseSettings, setting, SettingsError } from '@intellisite/service';
import { z } from 'zod';

const SECRET_BYTES = 48;

const schema = z
  .object({
    ...apiSettings,
    PUBLIC_URL: apiSettings.PUBLIC_URL.optional(),
    AUTH_SECRET: apiSettings.AUTH_SECRET.optional(),
    HOST: setting.text().default('127.0.0.1'),
    PORT: setting.port().default(3000),
    DATA_DIR: setting.text().default('.data'),
    LOG_LEVEL: setting.logLevel().default('info'),
  })
  .superRefine(checkKafkaSettings)
  .superRefine(checkAdminPassword, { when: () => true });

export type WebSettings = ReturnType<typeof readSettings>;

/**
 * Throws `SettingsError` that names every bad setting. Without AUTH_SECRET, the one in the data folder is
 * taken, which the first process makes.
 */
export function readSettings() {
  const settings = parseSettings(schema, process.env, { secrets: apiSecrets });
  return {
    ...settings,
    PUBLIC_URL: settings.PUBLIC_URL ?? `http://localhost:${String(settings.PORT)}`,
    AUTH_SECRET: settings.AUTH_SECRET ?? keepAuthSecret(settings.DATA_DIR),
  };
}

function keepAuthSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  try {
    return keepSecretFile(file, () => randomBytes(SECRET_BYTES).toString('base64'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(
      `Wrong settings:\n  AUTH_SECRET is not set: expected one, or a DATA_DIR where it can be kept (${reason})`,
    );
  }
}

const resetSchema = z.object({
  DATABASE_URL: setting.databaseUrl(),
  ADMIN_USERNAME: apiSettings.ADMIN_USERNAME,
  DATA_DIR: setting.text().default('.data'),
});

/** What the reset of an admin needs. Throws `SettingsError` that names every bad setting. */
export function readResetSettings(): z.output<typeof resetSchema> {
  return parseSettings(resetSchema, process.env, { secrets: ['DATABASE_URL'] });
}

/** Says to next-auth, which knows no other way, where it is: it then believes no header about it. */
export function setAuthUrl(publicUrl: string): void {
  process.env.NEXTAUTH_URL = publicUrl;
}

/** Says to React and Next for which purpose they are loaded, whatever the environment of the process says. */
export function setNodeEnvironment(development: boolean): void {
  // Next declares the first as read-only, because its bundler replaces it.
  Object.assign(process.env, {
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
}
