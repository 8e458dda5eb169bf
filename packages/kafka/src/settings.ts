import { z } from 'zod';
import type { KafkaOptions } from './connection.ts';

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
// kafkajs splits at the first colon, so an IPv6 address cannot be given.
const BROKER = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?:(\d{1,5})$/i;

function isBroker(text: string): boolean {
  const port = Number(BROKER.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** An environment variable that is empty counts as not set. */
function unlessEmpty(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

const BROKERS_EXPECTED =
  'expected host:port, several separated by commas, such as kafka-1:9092,kafka-2:9092';

const brokers = z
  .string({ error: BROKERS_EXPECTED })
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .transform((list) => list.filter((broker) => broker !== ''))
  .refine((list) => list.length > 0 && list.every(isBroker), { error: BROKERS_EXPECTED });

const mechanism = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.enum(MECHANISMS, { error: `expected one of ${MECHANISMS.join(', ')}` }));

/** The settings of a process that talks to Kafka: spread them into its `z.object`. */
export const kafkaSettings = {
  KAFKA_BROKERS: z.preprocess(unlessEmpty, brokers),
  KAFKA_SSL: z.preprocess(
    unlessEmpty,
    z.stringbool({ error: 'expected true or false' }).default(false),
  ),
  KAFKA_SASL_MECHANISM: z.preprocess(unlessEmpty, mechanism.optional()),
  KAFKA_SASL_USERNAME: z.preprocess(unlessEmpty, z.string().optional()),
  KAFKA_SASL_PASSWORD: z.preprocess(unlessEmpty, z.string().optional()),
} satisfies z.ZodRawShape;

export type KafkaSettings = z.output<z.ZodObject<typeof kafkaSettings>>;

const LOGIN = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;

/** For `schema.superRefine(...)`: a login needs its mechanism, user name and password together. */
export function checkKafkaSettings(settings: KafkaSettings, context: z.RefinementCtx): void {
  const missing = LOGIN.filter((name) => settings[name] === undefined);
  if (missing.length === 0 || missing.length === LOGIN.length) return;
  for (const name of missing) {
    const others = LOGIN.filter((other) => other !== name).join(' and ');
    context.addIssue({ code: 'custom', path: [name], message: `expected together with ${others}` });
  }
}

/** The part of `createKafka`'s options that comes from settings. */
export function kafkaOptions(
  settings: KafkaSettings,
): Pick<KafkaOptions, 'brokers' | 'ssl' | 'sasl'> {
  const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = settings;
  const login = { username: KAFKA_SASL_USERNAME ?? '', password: KAFKA_SASL_PASSWORD ?? '' };
  return {
    brokers: settings.KAFKA_BROKERS,
    ssl: settings.KAFKA_SSL,
    ...(KAFKA_SASL_MECHANISM === undefined
      ? {}
      : { sasl: saslOptions(KAFKA_SASL_MECHANISM, login) }),
  };
}

/** kafkajs's type has one member for each mechanism, so the mechanism has to be spelled out. */
function saslOptions(
  chosen: (typeof MECHANISMS)[number],
  login: { username: string; password: string },
): NonNullable<KafkaOptions['sasl']> {
  switch (chosen) {
    case 'plain':
      return { mechanism: 'plain', ...login };
    case 'scram-sha-256':
      return { mechanism: 'scram-sha-256', ...login };
    case 'scram-sha-512':
      return { mechanism: 'scram-sha-512', ...login };
  }
}
