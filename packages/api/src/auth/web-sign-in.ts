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

interface RefusedSignIn {
  signedIn: false;
  code: ProblemCode;
  retryAfterSeconds?: number | undefined;
}

export type SignInAnswer = WebSignIn | RefusedSignIn;

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
  /** What any sign-in would be answered now, so that its refusal costs no reading; null: it may be tried. */
  signInRefusal: () => RefusedSignIn | null;
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
  auth: Pick<AuthService, 'signIn' | 'logout' | 'authenticate'>;
  /** The auth revision of the database, read now. */
  readRevision: () => Promise<number>;
  /** Throws while the API is not there yet, or no more. */
  admit: () => void;
  /** Throws while too many passwords wait to be checked. */
  requireRoom: () => void;
  /** Told of what nobody expects. */
  onFailure: (error: unknown) => void;
}

export function createWebSessions(options: WebSessionsOptions): WebSessions {
  const { auth, readRevision, admit, requireRoom, onFailure } = options;

  function refused(error: unknown): RefusedSignIn {
    const { code, retryAfterSeconds } = toAppError(error);
    if (code === 'internal') onFailure(error);
    return { signedIn: false, code, retryAfterSeconds };
  }

  return {
    async signIn(credentials, client) {
      try {
        admit();
        return await auth.signIn(credentials, client);
      } catch (error) {
        return refused(error);
      }
    },
    signInRefusal() {
      try {
        requireRoom();
        return null;
      } catch (error) {
        return refused(error);
      }
    },
    async signOut(session) {
      admit();
      await auth.logout(session);
    },
    async findSession(session) {
      try {
        admit();
        return await auth.authenticate(session, await readRevision());
      } catch (error) {
        const refusal = toAppError(error);
        if (refusal.code === 'session_ended') return null;
        throw refusal;
      }
    },
  };
}
