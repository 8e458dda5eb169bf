import type { Tokens } from '@intellisite/contracts';
import { createTestInstallation, type TestInstallation } from '@intellisite/api/testing';
import type { TestDetection } from '@intellisite/db/testing';
import { startTestStack } from '@intellisite/stack/testing';

/** An API on a Postgres and a Kafka of its own, with data, and with a session for the fuzzer. */
export interface LiveApi {
  url: string;
  /** Of an admin that nothing but the fuzzer is. */
  accessToken: string;
  /** What the fuzzer must not end, or it loses its own access: its user and its session. */
  ownIds: string[];
  /** Every line that it logged. */
  logged: readonly string[];
  stop(): Promise<void>;
}

/** As many as the document's examples speak of. */
const DETECTIONS = 1_600;
const MINUTE_MS = 60_000;
const MAKES = [
  ['Toyota', 'Land Cruiser', 'SUV'],
  ['Volkswagen', 'Golf', 'Hatchback'],
  ['Kia', "C'eed", 'Wagon, Hatchback'],
  ['Škoda', 'Octavia, "RS"', 'Sedan'],
] as const;

/** The user and the password of the document's examples: with them its calls succeed. */
const EXAMPLE_USER = {
  id: '3f0c5f0e-6c0a-4d2b-9c43-0a7d7c1f5a11',
  username: 'jo',
  password: 'correct horse battery staple',
};
const FUZZER = { username: 'fuzzer', password: 'a battery of staples for horses', role: 'admin' };
/** Of the fuzzer, beside the one that it uses: it may end these. */
const SPARE_SESSIONS = 5;

export async function startLiveApi(onProgress: (message: string) => void): Promise<LiveApi> {
  const stack = await startTestStack({ onProgress });
  let installation: TestInstallation | null = null;
  const stop = async (): Promise<void> => {
    await installation?.stop();
    await stack.stop();
  };
  try {
    installation = await createTestInstallation(stack);
    await installation.log.ingest(makeDetections(), [
      { code: 'not_json', reason: 'The value is no JSON.', value: Buffer.from('hello') },
      { code: 'not_json', reason: 'There is no value.', value: null },
    ]);
    // The fuzzer logs in from another address each time: see hooks.py.
    const { url, logged } = await installation.startApi({ changes: { TRUST_PROXY: true } });
    const admin = await logIn(url, installation.admin);
    await createUser(url, admin, EXAMPLE_USER);
    await installation.pool.query('UPDATE users SET id = $1 WHERE username = $2', [
      EXAMPLE_USER.id,
      EXAMPLE_USER.username,
    ]);
    const { id: userId } = await createUser(url, admin, FUZZER);
    for (let spare = 0; spare < SPARE_SESSIONS; spare++) await logIn(url, FUZZER);
    const accessToken = await logIn(url, FUZZER);
    const { data } = await ask<{ data: { id: string; current: boolean }[] }>(url, '/sessions', {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const sessions = data.filter(({ current }) => current).map(({ id }) => id);
    return { url, accessToken, ownIds: [userId, ...sessions], logged, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeDetections(): TestDetection[] {
  const newest = Date.now() - MINUTE_MS;
  return Array.from({ length: DETECTIONS }, (_, index) => {
    const [make, model, category] = MAKES[index % MAKES.length] ?? MAKES[0];
    const source = index % 3 === 0 ? null : `gate-${index % 3}`;
    const timestamp = newest - (DETECTIONS - index) * MINUTE_MS;
    return { year: 2005 + (index % 15), make, model, category, source, timestamp };
  });
}

async function logIn(
  url: string,
  { username, password }: { username: string; password: string },
): Promise<string> {
  const tokens = await ask<Tokens>(url, '/auth/token', post({ username, password }));
  return tokens.access_token;
}

async function createUser(
  url: string,
  token: string,
  { username, password, role }: { username: string; password: string; role?: string },
): Promise<{ id: string }> {
  return await ask(url, '/users', post({ username, password, role }, token));
}

function post(body: object, token?: string): RequestInit {
  return {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  };
}

async function ask<T>(url: string, path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
