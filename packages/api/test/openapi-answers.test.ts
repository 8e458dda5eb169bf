import { expect, test } from 'vitest';
import {
  breachesOf,
  breachesOfAnswer,
  callOf,
  calls,
  document,
  type DocumentedCall,
} from './openapi-support.ts';
import { call, detections, logIn, tokensFor, type CallInit, type LoggedIn } from './support.ts';

/** Of refusals that need an outage, a retention or a server in front of the API: other tests cause them. */
const NOT_CAUSED = ['410', '431', '500', '503'];
const NOBODY = '3f0c5f0e-6c0a-4d2b-9c43-0a7d7c1f5a11';
const PASSWORD = 'a password of some length';

interface Asked extends CallInit {
  /** Below /api/v1. */
  target: string;
  status: number;
}

/** Asks, and compares the answer with the document; what was answered, in the document's words. */
async function ask(
  { api, tokens }: LoggedIn,
  documented: DocumentedCall,
  { target, status, ...init }: Asked,
): Promise<string> {
  const response = await call(api.url, `/api/v1${target}`, {
    method: documented.method,
    token: tokens.access_token,
    ...init,
  });
  const asked = `${documented.operationId} ${target}`;
  expect(response.status, `${asked}: ${await response.clone().text()}`).toBe(status);
  expect(await breachesOfAnswer(documented, response), asked).toEqual([]);
  return `${documented.operationId} ${status}`;
}

/** The path with the examples of its parameters, which nothing has, and with what a query must have. */
function exampleTarget({ path, parameters }: DocumentedCall): string {
  return parameters.reduce(
    (target, { name, in: place, example }) =>
      target.replace(`{${name}}`, place === 'path' ? String(example) : ''),
    path,
  );
}

/** What every call refuses alike. */
function commonRefusals(documented: DocumentedCall, viewer: string): Asked[] {
  const target = exampleTarget(documented);
  const { security, requestBody, responses, parameters } = documented;
  const body = requestBody ? Object.values(requestBody.content)[0]?.example : undefined;
  const json = { 'content-type': 'application/json' };
  return [
    { target: `${target}?nothing=1`, body, status: 400 },
    ...parameters
      .filter(({ in: place, schema }) => place === 'path' && schema.type === 'integer')
      .map(({ name }) => ({ target: documented.path.replace(`{${name}}`, '0'), status: 400 })),
    ...parameters
      .filter(({ in: place, schema }) => place === 'path' && schema.format === 'uuid')
      .map(({ name }) => ({
        target: documented.path.replace(`{${name}}`, 'x'),
        body,
        status: 400,
      })),
    ...(security.length === 0
      ? []
      : [
          { target, body, token: null, status: 401 },
          { target, body, token: 'x.y.z', status: 401 },
        ]),
    ...('403' in responses ? [{ target, body, token: viewer, status: 403 }] : []),
    ...('415' in responses
      ? [
          { target, body: 'text', headers: { 'content-type': 'text/plain' }, status: 415 },
          { target, body: '{', headers: json, status: 400 },
          { target, body: '{"nothing":1}', headers: json, status: 400 },
          { target, body: ' '.repeat(70_000), headers: json, status: 413 },
        ]
      : []),
  ];
}

/** What a call answers to who asks well, and what it refuses of its own, in this order. */
async function ownAnswers(loggedIn: LoggedIn): Promise<[operationId: string, asked: Asked][]> {
  const { api, installation } = loggedIn;
  const idOf = async (body: { username: string; password: string; role?: string }) => {
    const created = await loggedIn.call('/api/v1/users', { method: 'POST', body });
    return ((await created.json()) as { id: string }).id;
  };
  const jo = { username: 'jo', password: PASSWORD };
  const joId = await idOf({ ...jo, role: 'operator' });
  const { data: admins } = (await (await loggedIn.call('/api/v1/users?limit=1')).json()) as {
    data: { id: string }[];
  };
  const adminId = admins[0]?.id ?? '';
  const { refresh_token } = await tokensFor(api, jo);
  const asJo = async () => ({ token: (await tokensFor(api, jo)).access_token });
  await tokensFor(api, installation.admin);
  const sessions = (await (await loggedIn.call('/api/v1/sessions')).json()) as {
    data: { id: string; current: boolean }[];
  };
  const spareSession = sessions.data.find(({ current }) => !current)?.id ?? '';
  const etagOf = async (target: string) =>
    (await loggedIn.call(`/api/v1${target}`)).headers.get('etag') ?? '';
  const weak = 'passwordpassword';
  const lists = Object.entries({
    listDetections: '/detections',
    listAlerts: '/alerts',
    countDetections: '/stats',
    countOverTime: '/stats/timeline',
  });
  const frozen = await Promise.all(
    lists.map(async ([operationId, target]): Promise<[string, Asked][]> => [
      [operationId, { target: `${target}?year=2000..2010&category=SUV`, status: 200 }],
      [operationId, { target: `${target}?asOf=99999`, status: 422 }],
      [operationId, { target: `${target}?year=2010..2000`, status: 422 }],
      [
        operationId,
        {
          target: `${target}?asOf=1`,
          headers: { 'if-none-match': await etagOf(`${target}?asOf=1`) },
          status: 304,
        },
      ],
    ]),
  );
  const groups = ['make', 'model', 'category', 'year', 'source'];
  return [
    ['logIn', { target: '/auth/token', body: jo, status: 200 }],
    ['logIn', { target: '/auth/token', body: { ...jo, password: 'x' }, status: 401 }],
    ['refreshTokens', { target: '/auth/refresh', body: { refresh_token }, status: 200 }],
    ['refreshTokens', { target: '/auth/refresh', body: { refresh_token }, status: 401 }],
    ['logOut', { target: '/auth/logout', ...(await asJo()), status: 204 }],
    ['listSessions', { target: '/sessions', status: 200 }],
    ['endSession', { target: `/sessions/${spareSession}`, status: 204 }],
    ['endSession', { target: `/sessions/${spareSession}`, status: 404 }],
    ['endOtherSessions', { target: '/sessions', status: 204 }],
    ['createUser', { target: '/users', body: { username: 'al', password: PASSWORD }, status: 201 }],
    ['createUser', { target: '/users', body: { username: 'AL', password: PASSWORD }, status: 409 }],
    ['createUser', { target: '/users', body: { username: 'bo', password: weak }, status: 422 }],
    ['listUsers', { target: '/users', status: 200 }],
    ['getMe', { target: '/users/me', status: 200 }],
    ['updateUser', { target: `/users/${joId}`, body: { name: 'Jo', email: null }, status: 200 }],
    ['updateUser', { target: `/users/${joId}`, status: 200 }],
    ['updateUser', { target: `/users/${NOBODY}`, body: { name: 'Jo' }, status: 404 }],
    ['updateUser', { target: `/users/${adminId}`, body: { role: 'viewer' }, status: 409 }],
    [
      'changeMyPassword',
      {
        target: '/users/me/password',
        body: { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` },
        ...(await asJo()),
        status: 204,
      },
    ],
    [
      'changeMyPassword',
      {
        target: '/users/me/password',
        body: { currentPassword: 'x', newPassword: PASSWORD },
        status: 422,
      },
    ],
    [
      'setUserPassword',
      { target: `/users/${joId}/password`, body: { password: PASSWORD }, status: 204 },
    ],
    [
      'setUserPassword',
      { target: `/users/${joId}/password`, body: { password: weak }, status: 422 },
    ],
    [
      'setUserPassword',
      { target: `/users/${NOBODY}/password`, body: { password: PASSWORD }, status: 404 },
    ],
    ['endUserSessions', { target: `/users/${joId}/sessions`, status: 204 }],
    ['endUserSessions', { target: `/users/${NOBODY}/sessions`, status: 404 }],
    ['disableUser', { target: `/users/${joId}`, status: 204 }],
    ['disableUser', { target: `/users/${NOBODY}`, status: 404 }],
    ['disableUser', { target: `/users/${adminId}`, status: 409 }],
    ['listDetections', { target: '/detections?limit=1000&order=oldest', status: 200 }],
    ['listDetections', { target: '/detections?skip=9007199254740991', status: 200 }],
    ['getDetection', { target: '/detections/1', status: 200 }],
    ['getDetection', { target: '/detections/9007199254740991', status: 404 }],
    ['exportDetections', { target: '/detections/export?limit=1', status: 400 }],
    ['exportDetections', { target: '/detections/export', status: 200 }],
    ['exportDetections', { target: '/detections/export?format=ndjson&make=kia', status: 200 }],
    ['exportDetections', { target: '/detections/export?asOf=99999', status: 422 }],
    ['exportDetectionsByForm', { target: '/detections/export', body: {}, status: 200 }],
    [
      'exportDetectionsByForm',
      { target: '/detections/export', body: { asOf: 99999 }, status: 422 },
    ],
    ...groups.map((by): [string, Asked] => [
      'countDetections',
      { target: `/stats?by=${by}`, status: 200 },
    ]),
    ...['minute', 'hour', 'day', 'month', 'auto'].map((interval): [string, Asked] => [
      'countOverTime',
      { target: `/stats/timeline?interval=${interval}&tz=Asia/Kathmandu`, status: 200 },
    ]),
    ['countOverTime', { target: '/stats/timeline?tz=Nowhere', status: 422 }],
    ['suggestVehicles', { target: '/vehicles/suggest?field=make&q=%00', status: 200 }],
    ['suggestVehicles', { target: '/vehicles/suggest?field=model&q=g', status: 200 }],
    ...frozen.flat(),
    ['getAlert', { target: '/alerts/1', status: 200 }],
    ['getAlert', { target: '/alerts/99999', status: 404 }],
    ['getAlertsSeen', { target: '/alerts/seen', status: 200 }],
    ['seeAlerts', { target: '/alerts/seen', body: { seq: 1 }, status: 200 }],
    ['seeAlerts', { target: '/alerts/seen', body: { seq: 99999 }, status: 422 }],
    ['streamAlerts', { target: '/alerts/stream?lastEventId=x', status: 400 }],
    ['streamAlerts', { target: '/alerts/stream', headers: { 'last-event-id': 'x' }, status: 400 }],
    ['listQuarantine', { target: '/quarantine?limit=1', status: 200 }],
    ['getSystem', { target: '/system', status: 200 }],
  ];
}

test('every call answers as the document says, well asked and badly', async () => {
  const loggedIn = await logIn();
  const { installation, api } = loggedIn;
  await installation.log.ingest(detections(40), [
    { code: 'not_json', reason: 'The value is no JSON.', value: Buffer.from('hello') },
    { code: 'not_json', reason: 'There is no value.', value: null },
  ]);
  const viewer = { username: 'viewer', password: PASSWORD };
  await loggedIn.call('/api/v1/users', { method: 'POST', body: viewer });
  const { access_token: viewerToken } = await tokensFor(api, viewer);

  const answered = new Set<string>();
  for (const [operationId, asked] of await ownAnswers(loggedIn)) {
    answered.add(await ask(loggedIn, callOf(operationId), asked));
  }
  for (const documented of calls) {
    for (const asked of commonRefusals(documented, viewerToken)) {
      answered.add(await ask(loggedIn, documented, asked));
    }
  }
  answered.add(await readStream(loggedIn));
  answered.add(await ask(loggedIn, callOf('logIn'), await guessed(loggedIn)));

  const documented = calls.flatMap(({ operationId, responses }) =>
    Object.keys(responses)
      .filter((status) => !NOT_CAUSED.includes(status))
      .map((status) => `${operationId} ${status}`),
  );
  // Too many changes of a password are refused as logins are; exports and streams are slow to be too many.
  const rateLimited = [
    'changeMyPassword 429',
    'exportDetections 429',
    'exportDetectionsByForm 429',
    'streamAlerts 429',
  ];
  expect(documented.filter((status) => !answered.has(status))).toEqual(rateLimited);
});

test('a file can be asked for with filters that no URL would hold', async () => {
  const { installation, call: ask } = await logIn();
  await installation.log.ingest(detections(40));
  const names = Array.from({ length: 60 }, (_, index) => `Ü${'ß'.repeat(60)}${String(index)}`);
  const filters = { make: ['Kia', ...names].join(','), model: ["C'eed", ...names].join(',') };
  const form = new URLSearchParams({ ...filters, format: 'ndjson', order: 'newest', asOf: '31' });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await ask('/api/v1/detections/export', {
    method: 'POST',
    headers,
    body: form.toString(),
  });
  expect(answer.headers.get('content-disposition')).toBe(
    'attachment; filename="detections-31.ndjson"',
  );
  const rows = (await answer.text()).trimEnd().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([
    31, 27, 23, 19, 15, 11, 7, 3,
  ]);
});

test('a file of detections has the rows that the list has', async () => {
  const loggedIn = await logIn();
  await loggedIn.installation.log.ingest(detections(25));
  const read = async (format: string) =>
    (await loggedIn.call(`/api/v1/detections/export?format=${format}`)).text();
  const lines = (await read('ndjson')).trimEnd().split('\n');
  const schema = document.components.schemas.Detection ?? {};
  for (const line of lines) expect(breachesOf(schema, JSON.parse(line)), line).toEqual([]);
  const list = await loggedIn.call('/api/v1/detections?order=oldest');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    ((await list.json()) as { data: unknown[] }).data,
  );
  const [header, first, ...rest] = (await read('csv')).split('\r\n');
  expect(header).toBe('id,timestamp,year,make,model,category,source');
  expect(first).toBe('1,2026-01-01T00:00:00.000Z,2005,Toyota,Land Cruiser,SUV,');
  expect(rest).toHaveLength(25);
});

/** The stream does not end: it is told by its headers and by what comes first. */
async function readStream({ api, tokens }: LoggedIn): Promise<string> {
  const gone = new AbortController();
  const response = await fetch(`${api.url}/api/v1/alerts/stream?lastEventId=0`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
    signal: gone.signal,
  });
  const first = await response.body?.getReader().read();
  gone.abort();
  const { status, headers } = response;
  const begun = new Response(first?.value as Uint8Array<ArrayBuffer>, { status, headers });
  expect(await breachesOfAnswer(callOf('streamAlerts'), begun)).toEqual([]);
  return `streamAlerts ${status}`;
}

/** A login after so many wrong ones that it is refused. */
async function guessed({ api }: LoggedIn): Promise<Asked> {
  const body = { username: 'nobody', password: 'x' };
  for (let guesses = 0; guesses < 10; guesses += 1) {
    await call(api.url, '/login', { method: 'POST', body });
  }
  return { target: '/auth/token', body, token: null, status: 429 };
}
