import type { Logger } from '@intellisite/service';
import { ClientLeft } from '../errors/client-left.ts';
import { toAppError } from '../errors/problem-of.ts';
import type { ApiRequest } from './api-request.ts';
import { createRefusalLog } from './refusal-log.ts';

/** Puts on record why a request, or one call of a batch, was refused or failed. */
export type LogFailure = (
  error: unknown,
  request: Pick<ApiRequest, 'id' | 'address'>,
  /** Of a bounded number. */
  route: string,
) => void;

/** One for all routes: what an address is refused counts together, wherever it asked. */
export function createFailureLog(logger: Logger): LogFailure {
  const logRefusal = createRefusalLog(logger);
  return (error, request, route) => {
    const refusal = toAppError(error);
    const entry = { requestId: request.id, route, code: refusal.code };
    if (refusal.code === 'internal') {
      logger.error({ ...entry, err: refusal.cause ?? error }, 'a request failed');
    } else if (refusal.code === 'database_unavailable') {
      const reason = refusal.cause instanceof Error ? refusal.cause.message : refusal.detail;
      logger.warn({ ...entry, reason }, 'a request failed: the database cannot be reached');
    } else if (refusal instanceof ClientLeft) {
      logger.debug(entry, 'a client left before its request was whole');
    } else {
      logRefusal({ ...entry, address: request.address });
    }
  };
}
