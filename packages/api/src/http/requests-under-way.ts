import { setTimeout } from 'node:timers/promises';
import type { ApiRequest } from './api-request.ts';
import { isRows, type ApiResponse, type Rows } from './api-response.ts';

type Handle = (request: ApiRequest) => Promise<ApiResponse>;

/** Knows what is still being answered, so that a stop does not take the database from it. */
export interface RequestsUnderWay {
  /** The same handler; what it answers counts until it is made and, where it has many rows, read. */
  counting(handle: Handle): Handle;
  /** Resolves when nothing is under way, or after `mostMs`. */
  finished(mostMs: number): Promise<void>;
}

const LOOK_EVERY_MS = 20;

export function createRequestsUnderWay(): RequestsUnderWay {
  let count = 0;

  /** Those that nobody reads, as of HEAD, never begin. Event streams end by themselves when the API stops. */
  async function* counted(rows: Rows): AsyncGenerator<Uint8Array> {
    count += 1;
    try {
      yield* rows;
    } finally {
      count -= 1;
    }
  }

  return {
    counting: (handle) => async (request) => {
      count += 1;
      try {
        const response = await handle(request);
        return isRows(response.body) ? { ...response, body: counted(response.body) } : response;
      } finally {
        count -= 1;
      }
    },
    async finished(mostMs) {
      const deadline = performance.now() + mostMs;
      // The pause comes first: an answer that has just been made begins to be read in it.
      do await setTimeout(LOOK_EVERY_MS);
      while (count > 0 && performance.now() < deadline);
    },
  };
}
