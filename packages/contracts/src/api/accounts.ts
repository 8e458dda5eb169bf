import { z } from 'zod';
import { ROLES } from './roles.ts';
import { listFigures, paging, timestamp, uuid } from './scalars.ts';

// What JavaScript trims, and control characters.
const BLANK = ' \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** Text that neither begins nor ends with a blank, without control characters. */
const NEAT = `^[^${BLANK}${CONTROL}](?:[^${CONTROL}]*[^${BLANK}${CONTROL}])?$`;
const NEAT_PATTERN = new RegExp(NEAT, 'u');

/** Half of a pair of surrogates: JSON can escape it, UTF-8 and so Postgres cannot hold it. */
const HALF_CHARACTER = /\p{Cs}/u;

/** Text whose length is counted as people and JSON Schema count: in code points. */
function text(least: number, most: number) {
  return z
    .string()
    .refine((value) => {
      const { length } = [...value];
      return length >= least && length <= most;
    }, `expected ${least} to ${most} characters`)
    .meta({ minLength: least, maxLength: most });
}

function neatText(most: number) {
  return text(1, most)
    .refine(
      (value) => NEAT_PATTERN.test(value) && !HALF_CHARACTER.test(value),
      'expected text that neither begins nor ends with a blank, without control characters',
    )
    .meta({ pattern: NEAT });
}

export const role = z.enum(ROLES).meta({
  description: 'Each may do what those before it may: viewer, operator, admin.',
  example: 'operator',
});

export const username = neatText(64).meta({
  description: 'Unique. Upper and lower case are the same.',
  example: 'jo',
});

/** Of a login: nothing more is asked of it, so that a refusal tells nothing. */
const givenPassword = text(1, 1_024).meta({
  format: 'password',
  example: 'correct horse battery staple',
});

export const newPassword = text(12, 128).meta({
  format: 'password',
  description:
    '12 to 128 characters of any kind. One that is among the most common, or made from the username, is refused as `weak_password`.',
  example: 'correct horse battery staple',
});

/** The usual ones of RFC 5321, with the lengths that it allows: none that is quoted or not in ASCII. */
const EMAIL =
  /^(?=[^@]{1,64}@)[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

const name = neatText(200).meta({ description: 'Given name.', example: 'Jo' });
const lastname = neatText(200).meta({ description: 'Family name.', example: 'Doe' });
const email = z
  .email({ pattern: EMAIL, error: 'expected an address such as jo@example.com' })
  .max(254)
  .meta({ example: 'jo@example.com' });

const profile = {
  name: name.optional(),
  lastname: lastname.optional(),
  email: email.optional(),
};

/** Null takes away what was there. */
const nullableProfile = {
  name: name.nullable().optional(),
  lastname: lastname.nullable().optional(),
  email: email.nullable().optional(),
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
    username: z.string().meta({ description: 'As it was typed.' }),
    role,
    name: z.string().nullable(),
    lastname: z.string().nullable(),
    email: z.string().nullable(),
    disabled: z.boolean().meta({ description: 'Whether logging in is refused.' }),
    createdAt: timestamp,
  })
  .meta({ id: 'User', description: 'A user.', examples: [USER] });
export type User = z.infer<typeof user>;

const LISTED_USER = { ...USER, sessions: 2, lastSeenAt: '2026-11-24T08:15:30.000Z' };

const listedUser = user
  .extend({
    sessions: z.int().min(0).meta({ description: 'Sessions that live.' }),
    lastSeenAt: timestamp.nullable().meta({
      description:
        'When a session was last in use, to within minutes; null: in none that is known still.',
    }),
  })
  .meta({
    id: 'ListedUser',
    description: 'A user, and whether it is used.',
    examples: [LISTED_USER],
  });

export const userList = z.object({ data: z.array(listedUser), ...listFigures }).meta({
  id: 'UserList',
  description: 'A page of users.',
  examples: [{ data: [LISTED_USER], size: 1, skip: 0, limit: 100, total: 1 }],
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

const userId = uuid.meta({ description: 'Id of the user.', example: USER.id });

export const userById = z.strictObject({ id: userId });

export const updateUserInput = z
  .strictObject({
    id: userId,
    role: role.optional(),
    disabled: z
      .boolean()
      .meta({ description: 'true ends all sessions of the user.', example: false })
      .optional(),
    ...nullableProfile,
  })
  .meta({ examples: [{ role: 'admin', email: null }] });
export type UpdateUser = z.output<typeof updateUserInput>;

export const setPasswordInput = z
  .strictObject({ id: userId, password: newPassword })
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

/** Part of the OAuth2 password form. */
const ignored = z.string().max(512).nullish().meta({ description: 'Accepted and ignored.' });

export const loginInput = z
  .strictObject({
    username: text(1, 256).meta({
      description: 'Upper and lower case are the same.',
      example: 'jo',
    }),
    password: givenPassword,
    grant_type: ignored,
    scope: ignored,
    client_id: ignored,
    client_secret: ignored,
  })
  .meta({ examples: [{ username: 'jo', password: 'correct horse battery staple' }] });

const REFRESH_TOKEN =
  'AXo0Uk1hQw2cL0M_W0teOZptbGpPC3cAAAABq1mZ8r0b6Qe3o2cYk5yq8Jc4v1S7xPz2uTgWnEo9dLs';

export const tokens = z
  .object({
    access_token: z.string().meta({ description: 'A JWT: goes with every call.' }),
    token_type: z.literal('bearer'),
    expires_in: z.int().min(1).meta({ description: 'Seconds that the access token is good for.' }),
    refresh_token: z.string().meta({ description: 'Gets the next pair, once.' }),
  })
  .meta({
    id: 'Tokens',
    description: 'A pair of tokens.',
    examples: [
      {
        access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIzZjBjIn0.c2lnbmF0dXJl',
        token_type: 'bearer',
        expires_in: 3_600,
        refresh_token: REFRESH_TOKEN,
      },
    ],
  });
export type Tokens = z.infer<typeof tokens>;

export const refreshInput = z
  .strictObject({
    refresh_token: text(1, 1_024).meta({
      description: 'Of the last pair.',
      example: REFRESH_TOKEN,
    }),
  })
  .meta({ examples: [{ refresh_token: REFRESH_TOKEN }] });

const SESSION = {
  id: '0d9c2f43-3f5b-4b5e-9a39-6d1c6a4f0b77',
  kind: 'api',
  current: true,
  createdAt: '2026-11-24T08:00:00.000Z',
  lastUsedAt: '2026-11-24T08:15:30.000Z',
  expiresAt: '2026-12-24T08:00:00.000Z',
  address: '192.0.2.7',
  userAgent: 'curl/8.5.0',
};

export const session = z
  .object({
    id: uuid,
    kind: z.enum(['api', 'web']).meta({ description: 'web: of the dashboard.' }),
    current: z.boolean().meta({ description: 'Whether this request belongs to it.' }),
    createdAt: timestamp.meta({ description: 'When it was logged in.' }),
    lastUsedAt: timestamp.meta({ description: 'When it was last used, to some five minutes.' }),
    expiresAt: timestamp.meta({ description: 'When it ends unless it is refreshed.' }),
    address: z.string().nullable().meta({ description: 'That it was logged in from.' }),
    userAgent: z.string().nullable().meta({ description: 'That it was logged in with.' }),
  })
  .meta({ id: 'Session', description: 'A login that lives.', examples: [SESSION] });
export type Session = z.infer<typeof session>;

export const sessionList = z
  .object({ data: z.array(session), size: z.int().min(0).meta({ description: 'Rows in `data`.' }) })
  .meta({
    id: 'SessionList',
    description: "All of one's own sessions.",
    examples: [{ data: [SESSION], size: 1 }],
  });
export type SessionList = z.infer<typeof sessionList>;

export const sessionById = z.strictObject({
  id: uuid.meta({ description: 'Id of the session.', example: SESSION.id }),
});
