import { DEFAULT_ALERTS_TOPIC, DEFAULT_DETECTIONS_TOPIC } from '@intellisite/contracts';
import { kafkaSettings } from '@intellisite/kafka';
import { setting } from '@intellisite/service';
import { z } from 'zod';
import { createPasswordPolicy } from './auth/password-policy.ts';

const LEAST_SECRET_BYTES = 32;
const SECRET_EXPECTED = `expected at least ${String(LEAST_SECRET_BYTES)} bytes, such as from "openssl rand -base64 48"`;
const secret = () =>
  z
    .string({ error: SECRET_EXPECTED })
    .refine((text) => Buffer.byteLength(text) >= LEAST_SECRET_BYTES, SECRET_EXPECTED);

const ORIGIN_EXPECTED = 'expected an origin such as https://intellisite.example';
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** The settings of a process that serves the API: spread them into its `z.object`. */
export const apiSettings = {
  ...kafkaSettings,
  DATABASE_URL: setting.databaseUrl(),
  /** Of a replica that answers in its place what it can. */
  READ_DATABASE_URL: setting.databaseUrl().optional(),
  DETECTIONS_TOPIC: setting.text().default(DEFAULT_DETECTIONS_TOPIC),
  ALERTS_TOPIC: setting.text().default(DEFAULT_ALERTS_TOPIC),
  /** Where people and programs reach it. */
  PUBLIC_URL: z
    .string({ error: ORIGIN_EXPECTED })
    .transform((text) => text.replace(/\/$/, ''))
    .refine(isOrigin, ORIGIN_EXPECTED),
  TRUST_PROXY: setting.boolean().default(false),
  /** Of one address, while others ask too. */
  CALLS_PER_ADDRESS: setting
    .integer()
    .refine((count) => count > 0, 'expected 1 or more')
    .default(4),
  /** Open alert streams of one user on this server. */
  STREAMS_PER_USER: setting
    .integer()
    .refine((count) => count > 0, 'expected 1 or more')
    .default(1_000),
  CORS_ORIGINS: setting
    .commaList()
    .refine((origins) => origins.every(isOrigin), `${ORIGIN_EXPECTED}, several with commas`)
    .default([]),
  AUTH_SECRET: secret(),
  /** Accepted still, used no more: for a change of the secret without an end to all sessions. */
  AUTH_SECRET_PREVIOUS: secret().optional(),
  ADMIN_USERNAME: setting.text().default('admin'),
  ADMIN_PASSWORD: setting.text().optional(),
  ACCESS_TOKEN_MINUTES: setting.integer().default(60),
  REFRESH_TOKEN_DAYS: setting.integer().default(30),
  METRICS_TOKEN: setting.text().optional(),
} satisfies z.ZodRawShape;

export type ApiSettings = z.output<z.ZodObject<typeof apiSettings>>;

/**
 * For `schema.superRefine(..., { when: () => true })`: whether the first admin may have that password, said
 * together with what else is wrong.
 */
export function checkAdminPassword(
  {
    ADMIN_USERNAME: username,
    ADMIN_PASSWORD: password,
  }: Partial<Pick<ApiSettings, 'ADMIN_USERNAME' | 'ADMIN_PASSWORD'>>,
  context: z.RefinementCtx,
): void {
  if (typeof username !== 'string' || typeof password !== 'string') return;
  const weakness = createPasswordPolicy().weaknessOf(password, username);
  if (weakness === null) return;
  context.addIssue({
    code: 'custom',
    path: ['ADMIN_PASSWORD'],
    message: `${weakness} Choose another one, or set none: then one is generated.`,
  });
}

/** Those that may come from a file and are never shown. */
export const apiSecrets = [
  'DATABASE_URL',
  'READ_DATABASE_URL',
  'KAFKA_SASL_PASSWORD',
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'ADMIN_PASSWORD',
  'METRICS_TOKEN',
] as const;
