import { postAuthForm } from './auth-form.ts';
import { SIGN_IN } from './own-path.ts';

/**
 * For the browser: ends the session, in every tab and on every stream, and leaves for the sign-in with a
 * new page, so that nothing of what was shown is kept.
 *
 * @returns false where the server could not be reached: the person is still signed in
 */
export async function signOutHere(): Promise<boolean> {
  try {
    const { ok } = await postAuthForm('signout', {});
    if (ok) location.replace(SIGN_IN);
    return ok;
  } catch {
    return false;
  }
}
