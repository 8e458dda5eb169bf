import { mayReadMetrics, outlineOf, type Readiness, type Registry } from '@intellisite/service';
import { AppError } from '../errors/app-error.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiResponse } from './api-response.ts';
import type { Page } from './handler.ts';

/** Checks that say what the server is waiting for, and no more. */
const OWN_WORDS = new Set(['server']);

export interface StatusPagesOptions {
  readiness: () => Readiness | Promise<Readiness>;
  registry: Registry;
  metricsToken: string | undefined;
}

/**
 * `/health`: the process lives. `/ready`: it can answer, and what is amiss. `/metrics`: for Prometheus. Why
 * something is amiss is for those who may read the metrics.
 */
export function createStatusPages({
  readiness,
  registry,
  metricsToken,
}: StatusPagesOptions): ReadonlyMap<string, Page> {
  function mayRead(request: ApiRequest): boolean {
    const reader = {
      peer: request.peer,
      forwarded:
        request.header('x-forwarded-for') !== undefined ||
        request.header('forwarded') !== undefined,
      authorization: request.header('authorization'),
    };
    return mayReadMetrics(reader, metricsToken);
  }

  return new Map<string, Page>([
    ['/health', () => json(200, { status: 'ok' })],
    [
      '/ready',
      async (request) => {
        const ready = await readiness();
        const status = ready.status === 'unavailable' ? 503 : 200;
        return json(status, mayRead(request) ? ready : outlineOf(ready, OWN_WORDS));
      },
    ],
    [
      '/metrics',
      async (request) => {
        if (!mayRead(request)) {
          throw new AppError('token_missing', {
            detail: 'From elsewhere, metrics need the token METRICS_TOKEN.',
          });
        }
        return {
          status: 200,
          headers: { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' },
          body: await registry.metrics(),
        };
      },
    ],
  ]);
}

function json(status: number, body: unknown): ApiResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: `${JSON.stringify(body)}\n`,
  };
}
