import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Problem, Tokens } from '@intellisite/contracts';
import type { TestDetection } from '@intellisite/db/testing';
import { inject, onTestFinished } from 'vitest';
import { createTestInstallation, type TestApi, type TestInstallation } from '../src/testing.ts';

/** An installation of one test, gone after it. */
export async function createInstallation(): Promise<TestInstallation> {
  const installation = await createTestInstallation({
    postgresUrl: inject('postgresUrl'),
    brokers: inject('brokers'),
  });
  onTestFinished(() => installation.stop());
  return installation;
}

export interface LoggedIn {
  installation: TestInstallation;
  api: TestApi;
  tokens: Tokens;
  /** A call with the admin's token. */
  call: (target: string, init?: CallInit) => Promise<Response>;
}

export interface CallInit {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is text. */
  body?: unknown;
  /** Another one, or none. */
  token?: string | null;
}

/** An installation with one API, and its admin logged in. */
export async function logIn(installation?: TestInstallation): Promise<LoggedIn> {
  const used = installation ?? (await createInstallation());
  const api = await used.startApi();
  const tokens = await tokensFor(api, used.admin);
  return {
    installation: used,
    api,
    tokens,
    call: (target, init = {}) =>
      call(api.url, target, {
        ...init,
        token: init.token === undefined ? tokens.access_token : init.token,
      }),
  };
}

export async function tokensFor(
  { url }: Pick<TestApi, 'url'>,
  credentials: { username: string; password: string },
): Promise<Tokens> {
  const response = await call(url, '/api/v1/auth/token', { method: 'POST', body: credentials });
  if (response.status !== 200)
    throw new Error(`log in: ${String(response.status)} ${await response.text()}`);
  return (await response.json()) as Tokens;
}

export async function call(url: string, target: string, init: CallInit = {}): Promise<Response> {
  const { method = 'GET', headers = {}, body, token = null } = init;
  return await fetch(`${url}${target}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body !== undefined && typeof body !== 'string'
        ? { 'content-type': 'application/json' }
        : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Requests on one connection, none of which waits for the answer to the one before; nothing is made of the answers. */
export async function pipeline(
  port: number,
  token: string,
  paths: readonly string[],
): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.resume();
  const requests = paths.map(
    (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  socket.write(requests.join(''));
  return socket;
}

/** The refusal that a response is; fails where it is none. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') {
    throw new Error(
      `${String(response.status)} is no problem but ${String(type)}: ${await response.text()}`,
    );
  }
  return (await response.json()) as Problem;
}

const MAKES = [
  ['Toyota', 'Land Cruiser', 'SUV'],
  ['Volkswagen', 'Golf', 'Hatchback'],
  ['Kia', "C'eed", 'Wagon, Hatchback'],
  ['Škoda', 'Octavia', 'Sedan'],
] as const;

/** Detections a minute apart, of few makes in turns; every fourth is an SUV. */
export function detections(count: number, from = Date.UTC(2026, 0, 1)): TestDetection[] {
  return Array.from({ length: count }, (_, index) => {
    const [make, model, category] = MAKES[index % MAKES.length] ?? MAKES[0];
    return {
      year: 2005 + (index % 10),
      make,
      model,
      category,
      source: index % 3 === 0 ? null : `gate-${String(index % 3)}`,
      timestamp: from + index * 60_000,
    };
  });
}
