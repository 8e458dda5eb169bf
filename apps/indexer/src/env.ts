import { DEFAULT_ALERTS_TOPIC, DEFAULT_DETECTIONS_TOPIC, foldCase } from '@intellisite/contracts';
import { checkKafkaSettings, kafkaSettings } from '@intellisite/kafka';
import { parseSettings, setting } from '@intellisite/service';
import { z } from 'zod';

const schema = z
  .object({
    ...kafkaSettings,
    DATABASE_URL: setting.databaseUrl(),
    DETECTIONS_TOPIC: setting.text().default(DEFAULT_DETECTIONS_TOPIC),
    ALERTS_TOPIC: setting.text().default(DEFAULT_ALERTS_TOPIC),
    CONSUMER_GROUP: setting.text().default('intellisite-indexer'),
    SUSPICIOUS_VEHICLE: setting
      .commaList()
      .default(['SUV'])
      .transform((list) => list.map(foldCase)),
    RETENTION_DAYS: setting.integer().default(0),
    ON_OFFSET_GAP: z.enum(['continue', 'stop']).default('continue'),
    METRICS_HOST: setting.text().default('127.0.0.1'),
    METRICS_PORT: setting.port().default(9101),
    METRICS_TOKEN: setting.text().optional(),
    LOG_LEVEL: setting.logLevel().default('info'),
  })
  .superRefine(checkKafkaSettings);

export type IndexerSettings = z.output<typeof schema>;

export function readSettings(): IndexerSettings {
  return parseSettings(schema, process.env, {
    secrets: ['DATABASE_URL', 'KAFKA_SASL_PASSWORD', 'METRICS_TOKEN'],
  });
}
