import type { RetryPolicy } from './http/retry.ts';
import type { IssuedTokens, Login } from './session/renewing-session.ts';

/** Which installation, and as whom. */
export type Connection = {
  /** Where the installation is: `https://intellisite.example`. */
  url: string;
} & (
  | (Login & {
      /** Told of each new pair; it is waited for. */
      onTokens?: ((tokens: IssuedTokens) => void | Promise<void>) | undefined;
    })
  /** An access token that you look after. A function is asked for every call. */
  | { token: string | (() => string | Promise<string>) }
  /**
   * A session that was begun elsewhere. A refresh token is good for once: keep what `onTokens` tells, and
   * give one token to one client.
   */
  | {
      refreshToken: string;
      onTokens?: ((tokens: IssuedTokens) => void | Promise<void>) | undefined;
    }
);

export interface ClientOptions {
  /** In place of the global one: for proxies, tracing, tests. */
  fetch?: typeof fetch | undefined;
  /** Ends everything when it aborts, as `close()` does but for the log-out. */
  signal?: AbortSignal | undefined;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** How the session names itself in lists of sessions. Browsers send their own. */
  userAgent?: string | undefined;
  /** For an answer, or for the beginning of a stream; 30,000 ms unless given, Infinity for none. */
  timeoutMs?: number | undefined;
  /**
   * A stream that is silent for longer is connected anew; 45,000 ms unless given, 15,000 are normal,
   * Infinity for never.
   */
  mostSilenceMs?: number | undefined;
  /** For what changes nothing (queries, the beginning of streams) and for logging in. */
  retry?: Partial<RetryPolicy> | undefined;
}
