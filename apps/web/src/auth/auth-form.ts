/**
 * For the browser: sends a form to next-auth, which answers a script in JSON.
 *
 * @throws Error where the server cannot be reached
 */
export async function postAuthForm(
  action: 'callback/credentials' | 'signout',
  members: Record<string, string>,
): Promise<Response> {
  return await fetch(`/api/auth/${action}`, {
    method: 'POST',
    body: new URLSearchParams({
      ...members,
      csrfToken: await askForToken(),
      json: 'true',
    }),
  });
}

/** What was entered into a field of a form. */
export function enteredText(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}

async function askForToken(): Promise<string> {
  const response = await fetch('/api/auth/csrf');
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return csrfToken;
}
