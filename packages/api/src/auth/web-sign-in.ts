import type { ProblemCode, Role } from '@intellisite/contracts';
import { toAppError } from '../errors/problem-of.ts';
import type { AuthService } from './auth-service.ts';
import type { Client } from './client.ts';
import type { Principal } from './principal.ts';
import type { WebSession } from './web-session.ts';

/** A session that was opened for the dashboard; the host keeps it in a cookie. */
export interface SignedIn extends WebSession {
  userId: string;
  /** As the user is called, however it was typed. */
  username: string;
  role: Role;
}

export type WebSignIn =
  | { signedIn: true; session: SignedIn }
  | {
      signedIn: false;
      code: 'invalid_credentials';
      /** At this address, before the user has to wait there. */
      attemptsLeft: number;
    };

export type SignInAnswer =
  WebSignIn | { signedIn: false; code: ProblemCode; retryAfterSeconds?: number | undefined };

/** What the host of the pages asks for itself, without a request to the API. */
export interface WebSessions {
  /**
   * The same as a login, with its limits and its place in the audit, but for the dashboard. Never rejects:
   * a refusal is an answer, since the host cannot tell errors apart that come from another bundle.
   */
  signIn: (
    credentials: { username: string; password: string },
    client: Client,
  ) => Promise<SignInAnswer>;
  /** Ends the session, everywhere and at once. */
  signOut: (session: { userId: string; sessionId: string }) => Promise<void>;
  /**
   * Whom the session speaks for, now; null when it has ended.
   *
   * @throws AppError database_unavailable or stopping
   */
  findSession: (session: WebSession) => Promise<Principal | null>;
}

export interface WebSessionsOptions {
  auth: Pick<AuthService, 'signIn' | 'logout' | 'authenticateWeb'>;
  /** The auth revision of the database, read now. */
  readRevision: () => Promise<number>;
  /** Throws while the API is not there yet, or no more. */
  admit: () => void;
  /** Told of what nobody expects. */
  onFailure: (error: unknown) => void;
}

export function createWebSessions(options: WebSessionsOptions): WebSessions {
  const { auth, readRevision, admit, onFailure } = options;
  return {
    async signIn(credentials, client) {
      try {
        admit();
        return await auth.signIn(credentials, client);
      } catch (error) {
        const { code, retryAfterSeconds } = toAppError(error);
        if (code === 'internal') onFailure(error);
        return { signedIn: false, code, retryAfterSeconds };
      }
    },
    async signOut(session) {
      admit();
      await auth.logout(session);
    },
    async findSession(session) {
      try {
        admit();
        return await auth.authenticateWeb(session, await readRevision());
      } catch (error) {
        const refusal = toAppError(error);
        if (refusal.code === 'session_ended') return null;
        throw refusal;
      }
    },
  };
}
