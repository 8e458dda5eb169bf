import { IntellisiteError } from '../intellisite-error.ts';
import type { Session } from '../session/session.ts';
import { abortable } from './wait.ts';

/** One for a token that ended, one for a session that did. */
const MOST_RENEWALS = 2;

/** Runs a request with a token; once more with a new one where the API takes the first no longer. */
export async function authorized<T>(
  session: Session,
  signal: AbortSignal,
  run: (token: string) => Promise<T>,
): Promise<T> {
  let token = await abortable(session.token(), signal);
  for (let renewals = 0; ; renewals += 1) {
    try {
      return await run(token);
    } catch (error) {
      // Refused before anything was done: safe to repeat, whatever it is.
      if (renewals === MOST_RENEWALS || !isAboutToken(error)) throw error;
      token = await abortable(session.renew(token, error), signal);
    }
  }
}

function isAboutToken(error: unknown): error is IntellisiteError {
  return (
    error instanceof IntellisiteError &&
    (error.code === 'token_expired' ||
      error.code === 'token_invalid' ||
      error.code === 'session_ended')
  );
}
