import { parseSetCookie } from 'cookie';
import { ask, type Answer } from './ask.ts';

/** A cookie as it was last set, with its attributes. */
export type SetCookie = ReturnType<typeof parseSetCookie>;

/** What a browser keeps and sends by itself, and nothing else of it: no scripts run here. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form. */
  post(
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** By name. */
  cookies: ReadonlyMap<string, SetCookie>;
  /** As they are sent. */
  cookieHeader(): string;
  /** The value of a field of the page that was got last. */
  field(name: string): string;
  /** The text of that page. */
  text(): string;
}

export function createBrowser(url: string, standing: Record<string, string> = {}): Browser {
  const cookies = new Map<string, SetCookie>();
  let page = '';

  const cookieHeader = (): string =>
    [...cookies.values()]
      .map(({ name, value = '' }) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');

  async function send(question: Parameters<typeof ask>[1]): Promise<Answer> {
    const cookie = cookieHeader();
    const answer = await ask(url, {
      ...question,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        'sec-fetch-site': 'same-origin',
        ...standing,
        ...question.headers,
      },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const set = parseSetCookie(line);
      if (set.maxAge === 0) cookies.delete(set.name);
      else cookies.set(set.name, set);
    }
    return answer;
  }

  return {
    cookies,
    cookieHeader,
    async get(path, headers = {}) {
      const answer = await send({ path, headers });
      page = answer.body;
      return answer;
    },
    post: (path, form, headers = {}) =>
      send({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      }),
    field(name) {
      const [input = ''] = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(page) ?? [];
      const value = / value="([^"]*)"/.exec(input)?.[1] ?? '';
      return value.replaceAll('&amp;', '&');
    },
    text: () =>
      page
        .replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' '),
  };
}

/** Fills in the form of the sign-in as a person does, without scripts. */
export async function signIn(
  browser: Browser,
  credentials: { username: string; password: string },
  target = '/dashboard',
): Promise<Answer> {
  await browser.get(`/sign-in?next=${encodeURIComponent(target)}`);
  return await browser.post('/api/auth/callback/credentials', {
    csrfToken: browser.field('csrfToken'),
    callbackUrl: browser.field('callbackUrl'),
    ...credentials,
  });
}
