import { IntellisiteError, networkError } from '../intellisite-error.ts';
import { errorOfAnswer } from './error-of-answer.ts';
import { parseAnswer } from './json.ts';
import { linkAbort, type LinkedAbort } from './linked-abort.ts';
import { startTimer } from './timer.ts';

export interface HttpRequest {
  method: string;
  /** Below `/api/v1`, with the query. */
  path: string;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: string | undefined;
  /** Of `open`: until the body is read. It outlives the request by nothing. */
  signal: AbortSignal;
}

/** Asks once, and tells what came of it: an answer, or an IntellisiteError, or the signal's reason. */
export interface Exchange {
  /** The JSON of the whole answer, within the time for a call; undefined for an empty one. */
  call(request: HttpRequest): Promise<unknown>;
  /** An answer whose body comes for as long as it likes; the time is for its headers. */
  open(request: HttpRequest): Promise<Response>;
}

export interface ExchangeOptions {
  /** Of the installation, without a slash at the end. */
  url: string;
  fetch: typeof fetch;
  /** Go with every request. */
  headers: Readonly<Record<string, string>>;
  /** Infinity: none. */
  timeoutMs: number;
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { url, headers: common, timeoutMs } = options;

  async function answered<T>(
    { method, path, headers, body }: HttpRequest,
    abort: LinkedAbort,
    use: (response: Response) => T | Promise<T>,
  ): Promise<T> {
    const stopTimer = startTimer(timeoutMs, () => {
      abort.abort(networkError(`No answer came within ${timeoutMs} ms.`));
    });
    try {
      // Called as a plain function: browsers refuse `fetch` with another `this`.
      const ask = options.fetch;
      const response = await ask(`${url}/api/v1${path}`, {
        method,
        headers: { ...common, ...headers },
        body: body ?? null,
        signal: abort.signal,
        // The token says who asks. A cookie of the same site could say otherwise.
        credentials: 'omit',
      });
      if (!response.ok) throw await errorOfAnswer(response);
      return await use(response);
    } catch (error) {
      abort.signal.throwIfAborted();
      if (error instanceof IntellisiteError) throw error;
      throw networkError('The API cannot be reached, or the connection broke.', error);
    } finally {
      stopTimer();
    }
  }

  return {
    async call(request) {
      const abort = linkAbort(request.signal);
      try {
        return await answered(request, abort, readJson);
      } finally {
        abort.release();
      }
    },
    // Stays linked: the body is read under the same signal.
    open: (request) => answered(request, linkAbort(request.signal), (response) => response),
  };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : parseAnswer(text);
}
