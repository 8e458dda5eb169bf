import { postAuthForm } from './auth-form.ts';
import { readRefusal, type SignInRefusal } from './sign-in-refusal.ts';

/**
 * For the browser: signs in without leaving the page.
 *
 * @returns null for a success; never rejects
 */
export async function signInWithPassword(credentials: {
  username: string;
  password: string;
}): Promise<SignInRefusal | null> {
  try {
    const response = await postAuthForm('callback/credentials', credentials);
    if (response.ok) return null;
    const members = (await response.json()) as Record<string, unknown>;
    return readRefusal(members) ?? { code: 'internal' };
  } catch {
    return { code: 'offline' };
  }
}
