import type { Tokens } from '../generated/calls.ts';
import { isTransient, retrying, type RetryPolicy } from '../http/retry.ts';
import { wait } from '../http/wait.ts';
import { IntellisiteError } from '../intellisite-error.ts';
import type { AuthCalls } from './auth-calls.ts';
import type { Session } from './session.ts';

export interface Login {
  username: string;
  password: string;
}

/** A pair of tokens, as it was issued. */
export interface IssuedTokens {
  accessToken: string;
  /** Good for once: it replaces the one before. */
  refreshToken: string;
  /** Of the access token. */
  expiresAt: Date;
}

export interface RenewingSessionOptions {
  auth: AuthCalls;
  /** Begins a session when there is none; without it, one that ended stays so. */
  login?: Login | undefined;
  /** Of a session that was begun elsewhere. */
  refreshToken?: string | undefined;
  onTokens?: ((tokens: IssuedTokens) => void | Promise<void>) | undefined;
  retry: RetryPolicy;
  /** Aborts when the client is closed. */
  closed: AbortSignal;
}

interface AccessToken {
  value: string;
  /** In ms since 1970, as `expiresAt`. */
  renewAt: number;
  expiresAt: number;
}

/** A token is renewed when a tenth of its life is left, at most this. */
const MOST_AHEAD_MS = 60_000;
/** Between tries to renew a token that is still good. */
const PAUSE_MS = 5_000;
/** Credentials that were refused are not sent again for so long: each try counts against them. */
const REFUSED_MS = 30_000;

/**
 * Logs in, and keeps its tokens fresh: one renewal at a time, whoever asks meanwhile waits for it. Each
 * refresh token is sent once, because the API ends a session whose refresh token comes twice. So when
 * nobody knows whether a refresh succeeded, it logs in anew; only where it has no login it sends the
 * same token again, since otherwise the session would be lost for certain.
 */
export function createRenewingSession(options: RenewingSessionOptions): Session {
  const { auth, login, onTokens, retry, closed } = options;
  let access: AccessToken | null = null;
  let refreshToken = options.refreshToken ?? null;
  let renewal: Promise<string> | null = null;
  /** Why there is no session any more, and until when it is not tried to begin one. */
  let refusal: { error: IntellisiteError; until: number } | null = null;

  function refuse(error: IntellisiteError, ms: number): IntellisiteError {
    refusal = { error, until: Date.now() + ms };
    return error;
  }

  async function keep(issue: () => Promise<Tokens>): Promise<string> {
    const begun = Date.now();
    const { access_token: value, refresh_token, expires_in } = await issue();
    const life = expires_in * 1_000;
    const expiresAt = begun + life;
    access = { value, expiresAt, renewAt: expiresAt - Math.min(MOST_AHEAD_MS, life / 10) };
    refreshToken = refresh_token;
    refusal = null;
    await onTokens?.({
      accessToken: value,
      refreshToken: refresh_token,
      expiresAt: new Date(expiresAt),
    });
    return value;
  }

  async function refreshAndLogIn(used: string): Promise<string> {
    refreshToken = null;
    try {
      return await keep(() => auth.refresh(used));
    } catch (error) {
      if (!(error instanceof IntellisiteError)) throw error;
      return await logIn();
    }
  }

  async function refreshAlone(used: string): Promise<string> {
    try {
      return await keep(() => retrying(retry, closed, () => auth.refresh(used)));
    } catch (error) {
      if (error instanceof IntellisiteError && error.status === 401) refuse(error, Infinity);
      throw error;
    }
  }

  async function logIn(): Promise<string> {
    if (!login) throw new Error('There is neither a session nor a login.');
    try {
      return await keep(() => retrying(retry, closed, () => auth.logIn(login)));
    } catch (error) {
      if (error instanceof IntellisiteError && (error.status === 401 || error.status === 429)) {
        refuse(error, (error.retryAfterSeconds ?? 0) * 1_000 || REFUSED_MS);
      }
      throw error;
    }
  }

  async function renewNow(): Promise<string> {
    if (refusal && Date.now() < refusal.until) {
      const { error } = refusal;
      // Programs that try again at once would never let their timers and connections have a turn.
      await wait(0, closed);
      throw error;
    }
    try {
      if (refreshToken === null) return await logIn();
      return await (login ? refreshAndLogIn(refreshToken) : refreshAlone(refreshToken));
    } catch (error) {
      // It was ahead of time: what we have is good for a little longer.
      if (!access || Date.now() >= access.expiresAt || !isTransient(error)) throw error;
      access.renewAt = Date.now() + PAUSE_MS;
      return access.value;
    }
  }

  function renewOnce(): Promise<string> {
    renewal ??= renewNow().finally(() => {
      renewal = null;
    });
    return renewal;
  }

  return {
    async token() {
      if (!renewal && access && Date.now() < access.renewAt) return access.value;
      return await renewOnce();
    },
    async renew(refused, error) {
      if (!renewal && access && access.value !== refused) return access.value;
      if (access?.value === refused) access = null;
      if (error.code === 'session_ended' && !renewal) {
        refreshToken = null;
        if (!login) throw refuse(error, Infinity);
      }
      return await renewOnce();
    },
    async end() {
      // A session that was begun elsewhere is for those who began it to end.
      if (!login) return;
      try {
        await renewal?.catch(() => undefined);
        if (!access || Date.now() >= access.expiresAt) {
          if (refreshToken === null) return;
          const used = refreshToken;
          await keep(() => auth.refresh(used));
        }
        if (access) await auth.logOut(access.value);
      } catch {
        // Then it ends when it expires.
      }
    },
  };
}
