import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { PROBLEMS, type Problem, type ProblemCode } from '@intellisite/contracts';
import { DATA_POLICY } from '../security/data-policy.ts';
import { isForwardedTls, tlsHeaders } from '../security/tls-headers.ts';

/** The answer to what neither the API nor Next gets to see. */
interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const BUSY_SECONDS = '2';

function problemAnswer(code: ProblemCode, detail?: string): ProblemAnswer {
  const { status, title } = PROBLEMS[code];
  const problem: Problem = {
    type: `urn:intellisite:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    requestId: randomUUID(),
  };
  const body = JSON.stringify(problem);
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': DATA_POLICY,
      'X-Request-Id': problem.requestId,
      Connection: 'close',
      ...(code === 'busy' ? { 'Retry-After': BUSY_SECONDS } : {}),
    },
    body,
  };
}

/** Ends the connection too: what follows on it may not be what it seems. */
export function sendProblem(response: ServerResponse, code: ProblemCode, detail?: string): void {
  const { status, headers, body } = problemAnswer(code, detail);
  const { req } = response;
  const secure = isForwardedTls(req.headers['x-forwarded-proto']);
  response
    .writeHead(status, { ...headers, ...tlsHeaders(secure) })
    .end(req.method === 'HEAD' ? undefined : body);
}

/** The same as bytes, for a connection on which Node has no response. */
export function problemBytes(code: ProblemCode, detail?: string): string {
  const { status, headers, body } = problemAnswer(code, detail);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${String(status)} ${PROBLEMS[code].title}`, ...lines, '', body].join('\r\n');
}
