import type { Tokens } from '../generated/calls.ts';
import type { Exchange } from '../http/exchange.ts';
import { IntellisiteError } from '../intellisite-error.ts';

/** The calls of which tokens come. Over REST, whose answers say how long to wait when they refuse. */
export interface AuthCalls {
  logIn(credentials: { username: string; password: string }): Promise<Tokens>;
  /** A refresh token is good for once. */
  refresh(refreshToken: string): Promise<Tokens>;
  logOut(accessToken: string): Promise<void>;
}

const JSON_BODY = { 'Content-Type': 'application/json' };

export function createAuthCalls(exchange: Exchange): AuthCalls {
  // Never aborted from outside: others wait for the same answer, and a refresh that is given up halfway
  // leaves a token of which nobody knows whether it is used up. The exchange bounds the time.
  const { signal } = new AbortController();

  async function tokens(path: string, body: unknown): Promise<Tokens> {
    const request = {
      method: 'POST',
      path,
      headers: JSON_BODY,
      body: JSON.stringify(body),
      signal,
    };
    const answer = await exchange.call(request);
    if (isTokens(answer)) return answer;
    throw new IntellisiteError('unexpected_answer', { message: 'The answer holds no tokens.' });
  }

  return {
    logIn: ({ username, password }) => tokens('/auth/token', { username, password }),
    refresh: (refreshToken) => tokens('/auth/refresh', { refresh_token: refreshToken }),
    async logOut(accessToken) {
      const headers = { Authorization: `Bearer ${accessToken}` };
      await exchange.call({ method: 'POST', path: '/auth/logout', headers, signal });
    },
  };
}

function isTokens(answer: unknown): answer is Tokens {
  const { access_token, refresh_token, expires_in } = (answer ?? {}) as Partial<Tokens>;
  return (
    typeof access_token === 'string' &&
    typeof refresh_token === 'string' &&
    typeof expires_in === 'number'
  );
}
