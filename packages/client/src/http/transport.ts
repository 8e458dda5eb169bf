import type { Session } from '../session/session.ts';
import { authorized } from './authorized.ts';
import type { Exchange, HttpRequest } from './exchange.ts';
import { linkAbort } from './linked-abort.ts';
import { retrying, type RetryPolicy } from './retry.ts';

export interface TransportRequest extends HttpRequest {
  /** Whether it may be done twice: then it is tried again when it fails for the moment. */
  repeatable: boolean;
}

/** Sends requests as whoever is logged in. Rejects as {@link Exchange} does. */
export interface Transport {
  /** The JSON of the whole answer. */
  call(request: TransportRequest): Promise<unknown>;
  /** An answer whose body is still to be read, under the same signal. */
  open(request: TransportRequest): Promise<Response>;
  /** Aborts when the client is closed; nothing that was open outlives it. */
  readonly closed: AbortSignal;
}

export interface TransportOptions {
  exchange: Exchange;
  session: Session;
  retry: RetryPolicy;
  closed: AbortSignal;
}

const ONCE: RetryPolicy = { retries: 0, minDelayMs: 0, maxDelayMs: 0 };

export function createTransport(options: TransportOptions): Transport {
  const { exchange, session, retry, closed } = options;

  async function send<T>(
    request: TransportRequest,
    once: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    const { signal, repeatable } = request;
    signal.throwIfAborted();
    // Tokens are got outside of it: a session tries for them as often as it may by itself.
    return await authorized(session, signal, (token) =>
      retrying(repeatable ? retry : ONCE, signal, () =>
        once({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } }),
      ),
    );
  }

  return {
    closed,
    async call(request) {
      const abort = linkAbort(request.signal, closed);
      try {
        return await send({ ...request, signal: abort.signal }, (once) => exchange.call(once));
      } finally {
        abort.release();
      }
    },
    open: (request) => send(request, (once) => exchange.open(once)),
  };
}
