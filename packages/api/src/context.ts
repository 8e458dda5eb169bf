import type { WebSession } from './auth/web-session.ts';
import type { RestExchange } from './rest/rest-exchange.ts';
import type { Services } from './services/services.ts';

/** Who asks, from where, and with what it is answered. */
export interface Context {
  readonly requestId: string;
  readonly client: { readonly address: string; readonly userAgent: string | null };
  /** The header as it came. */
  readonly authorization: string | undefined;
  /** The dashboard's, where the request may use it. */
  readonly webSession: () => Promise<WebSession | null>;
  /** Null: the caller speaks tRPC. */
  readonly rest: RestExchange | null;
  /**
   * Aborts when nobody waits for the answer any more: it was sent, or the client has left. Made when it is asked
   * for: most calls end before that.
   */
  readonly signal: () => AbortSignal;
  readonly services: Services;
}
