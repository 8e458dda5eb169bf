// By their own names: a start that loaded all of these packages would wait a second for them.
import { DEFAULT_ALERTS_TOPIC, DEFAULT_DETECTIONS_TOPIC } from '@intellisite/contracts/topics';
import { checkKafkaSettings, kafkaOptions, kafkaSettings } from '@intellisite/kafka/settings';
import { parseSettings, setting } from '@intellisite/service/settings';
import { z } from 'zod';
import { LOOPBACK } from './ports.ts';

/** The environment that programs started by us inherit. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/** What a program needs to be found and to run, and nothing of ours: settings of other databases mislead Postgres. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  // Where Next's types are at hand, they want every environment to name a NODE_ENV.
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' };
}

/** The home of the Java that the user prefers, when one is set. */
export function javaHome(): string | undefined {
  return process.env.JAVA_HOME === '' ? undefined : process.env.JAVA_HOME;
}

const schema = z.object({
  DATA_DIR: setting.text().default('.data'),
  LOCAL_POSTGRES_PORT: setting.port().default(25432),
  LOCAL_KAFKA_PORT: setting.port().default(29092),
  DATABASE_URL: setting.databaseUrl().optional(),
  KAFKA_BROKERS: setting.text().optional(),
  DETECTIONS_TOPIC: setting.text().default(DEFAULT_DETECTIONS_TOPIC),
  ALERTS_TOPIC: setting.text().default(DEFAULT_ALERTS_TOPIC),
  HOST: setting.text().default(LOOPBACK),
  PORT: setting.port().default(3000),
  ADMIN_USERNAME: setting.text().default('admin'),
  METRICS_PORT: setting.port().default(9101),
  LOG_LEVEL: setting.logLevel().default('info'),
});

/** What the commands that run the system read; the services read the rest by themselves. */
export type StackSettings = z.output<typeof schema>;

/** Throws `SettingsError` that names every bad setting. */
export function readStackSettings(): StackSettings {
  return parseSettings(schema, process.env, { secrets: ['DATABASE_URL'] });
}

/** How to reach the brokers, with the login that the settings name. */
export function readKafkaOptions(brokers: string): ReturnType<typeof kafkaOptions> {
  const login = z.object(kafkaSettings).superRefine(checkKafkaSettings);
  const environment = { ...process.env, KAFKA_BROKERS: brokers };
  return kafkaOptions(parseSettings(login, environment, { secrets: ['KAFKA_SASL_PASSWORD'] }));
}
