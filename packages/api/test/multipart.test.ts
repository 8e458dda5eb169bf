import { expect, test } from 'vitest';
import { logIn, problemOf } from './support.ts';

const BOUNDARY = 'form';

interface Part {
  name: string;
  value?: string;
  /** Beside the one that names it. */
  header?: string;
  file?: string;
}

function formOf(parts: readonly Part[], boundary = BOUNDARY): string {
  const texts = parts.map(({ name, value = 'x', header, file }) => {
    const filename = file === undefined ? '' : `; filename="${file}"`;
    const disposition = `Content-Disposition: form-data; name="${name}"${filename}`;
    const headers = header === undefined ? disposition : `${header}\r\n${disposition}`;
    return `--${boundary}\r\n${headers}\r\n\r\n${value}\r\n`;
  });
  return `${texts.join('')}--${boundary}--\r\n`;
}

interface Asked {
  body: string;
  boundary?: string;
  code: string;
}

const CREDENTIALS: readonly Part[] = [{ name: 'username' }, { name: 'password' }];
const whole = formOf(CREDENTIALS);

/** Each is answered, whoever sends it: nobody has logged in yet. */
const REFUSED: readonly [string, Asked][] = [
  ['a form that is none', { body: 'username=x', code: 'malformed_body' }],
  ['no end', { body: whole.replace(`--${BOUNDARY}--`, ''), code: 'malformed_body' }],
  ['headers without an end', { body: whole.slice(0, 60), code: 'malformed_body' }],
  ['a value without an end', { body: whole.slice(0, -BOUNDARY.length), code: 'malformed_body' }],
  ['another boundary', { body: whole, boundary: 'other', code: 'malformed_body' }],
  ['a file', { body: formOf([{ name: 'username', file: 'a.txt' }]), code: 'invalid_request' }],
  ['a member twice', { body: formOf([...CREDENTIALS, ...CREDENTIALS]), code: 'invalid_request' }],
  [
    'a member of all objects',
    { body: formOf([...CREDENTIALS, { name: '__proto__' }]), code: 'invalid_request' },
  ],
  [
    'members without number',
    {
      body: formOf(Array.from({ length: 1_000 }, (_, at) => ({ name: `m${String(at)}` }))),
      code: 'invalid_request',
    },
  ],
  // Such headers and such a boundary have stopped parsers of forms; who is meant is told from the members.
  [
    'a header that all objects have',
    {
      body: formOf([{ name: 'username', header: '__proto__: x' }, { name: 'password' }]),
      code: 'invalid_credentials',
    },
  ],
  ...[70, 251, 252, 253].map((length): [string, Asked] => {
    const boundary = 'b'.repeat(length);
    const long = [{ name: 'username' }, { name: 'password', value: 'x '.repeat(90) }];
    const code = length > 252 ? 'malformed_body' : 'invalid_credentials';
    return [`a boundary of ${String(length)}`, { body: formOf(long, boundary), boundary, code }];
  }),
];

test('a form in parts is read or refused, however it is made, and nothing of it stays under way', async () => {
  const { api } = await logIn();
  for (const [name, { body, boundary = BOUNDARY, code }] of REFUSED) {
    const response = await fetch(`${api.url}/login`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    expect((await problemOf(response)).code, name).toBe(code);
  }
});
