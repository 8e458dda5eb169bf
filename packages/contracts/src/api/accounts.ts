import { z } from 'zod';
import { listFigures, paging, timestamp, uuid } from './scalars.ts';

// What JavaScript trims, and control characters.
const BLANK = ' \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** Text that neither begins nor ends with a blank, without control characters. */
const NEAT = `^[^${BLANK}${CONTROL}](?:[^${CONTROL}]*[^${BLANK}${CONTROL}])?$`;
const NEAT_PATTERN = new RegExp(NEAT, 'u');

function neatText(most: number) {
  return z
    .string()
    .min(1)
    .refine((text) => [...text].length <= most, `expected at most ${most} characters`)
    .refine(
      (text) => NEAT_PATTERN.test(text),
      'expected text that neither begins nor ends with a blank, without control characters',
    )
    .meta({ maxLength: most, pattern: NEAT });
}

export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export const role = z
  .enum(ROLES)
  .meta({ description: 'Each may do what those before it may: viewer, operator, admin.' });

export const username = neatText(64).meta({
  description: 'Compared without regard to case.',
  example: 'jo',
});

/** Of a login: nothing more is asked of it, so that a refusal tells nothing. */
const givenPassword = z.string().min(1).max(1_024).meta({ format: 'password' });

export const newPassword = z
  .string()
  .refine((text) => {
    const length = [...text].length;
    return length >= 12 && length <= 128;
  }, 'expected 12 to 128 characters')
  .meta({
    format: 'password',
    minLength: 12,
    maxLength: 128,
    description: '12 to 128 characters; the most common are refused.',
  });

const optionalText = neatText(200);

const profile = {
  name: optionalText.optional(),
  lastname: optionalText.optional(),
  email: z.email().max(254).optional(),
};

const nullableProfile = {
  name: optionalText.nullable().optional(),
  lastname: optionalText.nullable().optional(),
  email: z.email().max(254).nullable().optional(),
};

const USER = {
  id: '3f0c5f0e-6c0a-4d2b-9c43-0a7d7c1f5a11',
  username: 'jo',
  role: 'operator',
  name: 'Jo',
  lastname: 'Doe',
  email: 'jo@example.com',
  disabled: false,
  createdAt: '2026-11-24T08:00:00.000Z',
};

export const user = z
  .object({
    id: uuid,
    username: z.string(),
    role,
    name: z.string().nullable(),
    lastname: z.string().nullable(),
    email: z.string().nullable(),
    disabled: z.boolean(),
    createdAt: timestamp,
  })
  .meta({ id: 'User', examples: [USER] });
export type User = z.infer<typeof user>;

export const userList = z.object({ data: z.array(user), ...listFigures }).meta({
  id: 'UserList',
  examples: [{ data: [USER], size: 1, skip: 0, limit: 100, total: 1 }],
});
export type UserList = z.infer<typeof userList>;

export const listUsersInput = z.strictObject(paging);

export const createUserInput = z
  .strictObject({
    username,
    password: newPassword,
    role: role.default('viewer'),
    ...profile,
  })
  .meta({
    examples: [{ username: 'jo', password: 'correct horse battery staple', role: 'operator' }],
  });
export type CreateUser = z.output<typeof createUserInput>;

export const userById = z.strictObject({ id: uuid });

export const updateUserInput = z
  .strictObject({
    id: uuid,
    role: role.optional(),
    disabled: z.boolean().optional(),
    ...nullableProfile,
  })
  .meta({ examples: [{ role: 'admin' }] });
export type UpdateUser = z.output<typeof updateUserInput>;

export const setPasswordInput = z
  .strictObject({ id: uuid, password: newPassword })
  .meta({ examples: [{ password: 'correct horse battery staple' }] });

export const changePasswordInput = z
  .strictObject({ currentPassword: givenPassword, newPassword })
  .meta({
    examples: [
      {
        currentPassword: 'correct horse battery staple',
        newPassword: 'another horse, another staple',
      },
    ],
  });

/** `grant_type` and its kin are part of the OAuth2 password form: accepted and ignored. */
export const loginInput = z
  .strictObject({
    username: z.string().min(1).max(1_024),
    password: givenPassword,
    grant_type: z.string().nullish(),
    scope: z.string().nullish(),
    client_id: z.string().nullish(),
    client_secret: z.string().nullish(),
  })
  .meta({ examples: [{ username: 'jo', password: 'correct horse battery staple' }] });

export const tokens = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds that the access token is good for.' }),
    refresh_token: z.string(),
  })
  .meta({
    id: 'Tokens',
    examples: [
      {
        access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIzZjBjIn0.c2lnbmF0dXJl',
        token_type: 'bearer',
        expires_in: 3_600,
        refresh_token: 'AQdUZsNf',
      },
    ],
  });
export type Tokens = z.infer<typeof tokens>;

export const refreshInput = z
  .strictObject({ refresh_token: z.string().min(1).max(1_024) })
  .meta({ examples: [{ refresh_token: 'AQdUZsNf' }] });

export const session = z
  .object({
    id: uuid,
    current: z.boolean().meta({ description: 'Whether this request belongs to it.' }),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    expiresAt: timestamp,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({
    id: 'Session',
    examples: [
      {
        id: '0d9c2f43-3f5b-4b5e-9a39-6d1c6a4f0b77',
        current: true,
        createdAt: '2026-11-24T08:00:00.000Z',
        lastUsedAt: '2026-11-24T08:15:30.000Z',
        expiresAt: '2026-12-24T08:00:00.000Z',
        address: '192.0.2.7',
        userAgent: 'curl/8.5.0',
      },
    ],
  });
export type Session = z.infer<typeof session>;

export const sessionList = z
  .object({ data: z.array(session), size: z.int().min(0) })
  .meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof sessionList>;

export const sessionById = z.strictObject({ id: uuid });
