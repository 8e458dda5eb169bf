import {
  createTestInstallation,
  type TestApi,
  type TestInstallation,
} from '@intellisite/api/testing';
import type { TestDetection } from '@intellisite/db/testing';
import { inject, onTestFinished } from 'vitest';
import {
  createIntellisiteClient,
  type ClientOptions,
  type IntellisiteClient,
  type IntellisiteError,
} from '../src/index.ts';

/** For `vi.waitFor`: far more than it takes. */
export const WITHIN = { timeout: 30_000 };

/** An installation of one test, gone after it. */
export async function createInstallation(): Promise<TestInstallation> {
  const installation = await createTestInstallation({
    postgresUrl: inject('postgresUrl'),
    brokers: inject('brokers'),
  });
  onTestFinished(() => installation.stop());
  return installation;
}

export interface Started {
  installation: TestInstallation;
  api: TestApi;
  client: IntellisiteClient;
}

/** An installation with one API, and a client of its admin. */
export async function start(options?: ClientOptions): Promise<Started> {
  const installation = await createInstallation();
  const api = await installation.startApi();
  return { installation, api, client: adminClient(installation, api.url, options) };
}

/** A client of the admin; closed after the test. */
export function adminClient(
  { admin }: Pick<TestInstallation, 'admin'>,
  url: string,
  options?: ClientOptions,
): IntellisiteClient {
  const client = createIntellisiteClient({ url, ...admin }, options);
  onTestFinished(() => client.close());
  return client;
}

/** An API whose access tokens live for so many seconds. */
export async function startApiWithTokensFor(
  installation: TestInstallation,
  seconds: number,
): Promise<TestApi> {
  return await installation.startApi({ changes: { ACCESS_TOKEN_MINUTES: seconds / 60 } });
}

/** An access token, as anybody would get one. */
export async function accessToken(
  url: string,
  credentials: { username: string; password: string },
): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/token`, {
    method: 'POST',
    body: new URLSearchParams(credentials),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

/** Passes everything on, and notes what was asked. */
export interface Recorder {
  fetch: typeof fetch;
  /** Method and path below /api/v1, without the query. */
  requests: string[];
  count(request: string): number;
}

export function createRecorder(ask: typeof fetch = fetch): Recorder {
  const requests: string[] = [];
  return {
    requests,
    fetch(input, init) {
      requests.push(`${init?.method ?? 'GET'} ${pathOf(input)}`);
      return ask(input, init);
    },
    count: (request) => requests.filter((asked) => asked === request).length,
  };
}

/** Below /api/v1, without the query. */
export function pathOf(input: Parameters<typeof fetch>[0]): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  return pathname.replace('/api/v1', '');
}

/** The error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<IntellisiteError> {
  try {
    await promise;
  } catch (error) {
    return error as IntellisiteError;
  }
  throw new Error('it was expected to fail');
}

/** Everything that comes, in order. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

const VEHICLES = [
  ['Toyota', 'Land Cruiser', 'SUV'],
  ['Volkswagen', 'Golf', 'Hatchback'],
  ['Kia', "C'eed, GT", 'Wagon, Hatchback'],
  ['Škoda', 'Octavia', 'Sedan'],
] as const;

/** Detections a minute apart, of four vehicles in turns; the first of each four is suspicious. */
export function detections(count: number): TestDetection[] {
  return Array.from({ length: count }, (_, index) => {
    const [make, model, category] = VEHICLES[index % VEHICLES.length]!;
    return {
      year: 2005 + (index % 10),
      make,
      model,
      category,
      source: index % 3 === 0 ? null : `gate-${index % 3}`,
      timestamp: Date.UTC(2026, 0, 1) + index * 60_000,
    };
  });
}

/** Detections that raise an alert each. */
export function suspicious(count: number): TestDetection[] {
  return detections(4 * count).filter((_, index) => index % 4 === 0);
}

export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
