import type { Logger } from '@intellisite/service';
import { toAppError } from '../errors/problem-of.ts';
import type { ApiRequest } from './api-request.ts';
import type { Rows } from './api-response.ts';

/**
 * The same rows, with a line in the log where they break off: the status of the answer was sent long
 * before, and says that all is well.
 */
export async function* logBrokenRows(
  rows: Rows,
  { id, signal }: Pick<ApiRequest, 'id' | 'signal'>,
  route: string,
  logger: Logger,
): AsyncGenerator<Uint8Array, void, undefined> {
  const entry = { requestId: id, route };
  let told = false;
  try {
    yield* rows;
    told = true;
  } catch (error) {
    // What is under way when a client leaves fails for that reason alone.
    if (!signal.aborted) {
      told = true;
      const { code } = toAppError(error);
      const level = code === 'database_unavailable' ? 'warn' : 'error';
      logger[level]({ ...entry, code, err: error }, 'an answer broke off before its end');
    }
    throw error;
  } finally {
    if (!told) logLeaving();
  }

  /** Clients leave as they like; one that was made to leave may ask why. */
  function logLeaving(): void {
    const reason: unknown = signal.reason;
    if (reason instanceof DOMException && reason.name === 'TimeoutError') {
      logger.info({ ...entry, reason: reason.message }, 'an answer was given up');
    } else {
      logger.debug(entry, 'a client left before the end of its answer');
    }
  }
}
