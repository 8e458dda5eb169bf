import type { Logger } from '@intellisite/service';
import { toAppError } from '../errors/problem-of.ts';
import type { ApiRequest } from './api-request.ts';
import type { Rows } from './api-response.ts';
import { STALLED } from './stall-watch.ts';

/**
 * How rows ended: all of them were made; making them failed; the client took nothing for too long; the
 * client left.
 */
export const ENDS_OF_ROWS = ['whole', 'failed', 'stalled', 'left'] as const;
export type EndOfRows = (typeof ENDS_OF_ROWS)[number];

export interface RowsListener {
  logger: Logger;
  onEnd: (end: EndOfRows) => void;
}

/**
 * The same rows, with word of how they ended: the status of the answer was sent long before, and says
 * that all is well.
 */
export async function* tellEndOfRows(
  rows: Rows,
  { id, signal }: Pick<ApiRequest, 'id' | 'signal'>,
  route: string,
  { logger, onEnd }: RowsListener,
): AsyncGenerator<Uint8Array, void, undefined> {
  const entry = { requestId: id, route };
  let end: EndOfRows | null = null;
  try {
    yield* rows;
    end = 'whole';
  } catch (error) {
    // What is under way when a client leaves fails for that reason alone.
    if (!signal.aborted) {
      end = 'failed';
      const { code } = toAppError(error);
      const level = code === 'database_unavailable' ? 'warn' : 'error';
      logger[level]({ ...entry, code, err: error }, 'an answer broke off before its end');
    }
    throw error;
  } finally {
    end ??= endOfAbandoned();
    onEnd(end);
  }

  /** Clients leave as they like; one that was made to leave may ask why. */
  function endOfAbandoned(): EndOfRows {
    if (signal.reason === STALLED) {
      logger.info({ ...entry, reason: STALLED.message }, 'an answer was given up');
      return 'stalled';
    }
    logger.debug(entry, 'a client left before the end of its answer');
    return 'left';
  }
}
