import type { ApiRequest } from '../http/api-request.ts';
import { isSameOrigin } from '../http/same-origin.ts';
import { API_PREFIX } from '../rest/aliases.ts';

/** A session of the dashboard, as the cookie of its host has it; whether it still lives is another question. */
export interface WebSession {
  sessionId: string;
  /** ms since 1970 */
  expiresAt: number;
}

/** Reads the host's cookie; null: there is none, or none that is ours and has not expired. */
export type ReadSession = (request: ApiRequest) => Promise<WebSession | null>;

export interface WebSessionOptions {
  /** Absent: the host has no sessions of its own. */
  readSession: ReadSession | undefined;
  /** Origin of the pages whose requests count. */
  publicUrl: string;
}

/**
 * The session of the dashboard that a request may use. A browser sends the cookie of its own accord, so it
 * counts for pages of our own origin alone; for the calls below /api/v1, which pages use; and not beside
 * an Authorization header, with which the caller says who it is.
 */
export function createWebSessionReader({ readSession, publicUrl }: WebSessionOptions): ReadSession {
  return async (request) => {
    if (readSession === undefined || !request.path.startsWith(`${API_PREFIX}/`)) return null;
    if (request.header('authorization') !== undefined) return null;
    return isSameOrigin((name) => request.header(name), publicUrl)
      ? await readSession(request)
      : null;
  };
}
