import { DEFAULT_DETECTIONS_TOPIC } from '@intellisite/contracts';
import { checkKafkaSettings, kafkaSettings } from '@intellisite/kafka';
import { parseSettings, setting } from '@intellisite/service';
import { z } from 'zod';
import { parseRate, RATE_EXPECTED } from './rate.ts';

const DEFAULT_RATE = '3';

const rate = z.string({ error: RATE_EXPECTED }).transform((text, context) => {
  const value = parseRate(text);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: RATE_EXPECTED });
  return z.NEVER;
});

const schema = z
  .object({
    ...kafkaSettings,
    DETECTIONS_TOPIC: setting.text().default(DEFAULT_DETECTIONS_TOPIC),
    DETECTIONS_PER_SECOND: rate.prefault(DEFAULT_RATE),
    METRICS_HOST: setting.text().default('127.0.0.1'),
    PRODUCER_METRICS_PORT: setting.port().optional(),
    METRICS_TOKEN: setting.text().optional(),
    LOG_LEVEL: setting.logLevel().default('info'),
  })
  .superRefine(checkKafkaSettings);

export type ProducerSettings = z.output<typeof schema>;

/** What the command line says in place of the environment. */
export interface SettingOverrides {
  brokers?: string | undefined;
  topic?: string | undefined;
}

/** @throws SettingsError that names every bad setting */
export function readSettings({ brokers, topic }: SettingOverrides): ProducerSettings {
  const environment = {
    ...process.env,
    ...(brokers === undefined ? {} : { KAFKA_BROKERS: brokers }),
    ...(topic === undefined ? {} : { DETECTIONS_TOPIC: topic }),
  };
  return parseSettings(schema, environment, { secrets: ['KAFKA_SASL_PASSWORD', 'METRICS_TOKEN'] });
}
