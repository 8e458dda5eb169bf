import type { SessionList, User } from '@intellisite/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, logIn } from './support/ask.ts';
import { createBrowser, signIn, type Browser } from './support/browser.ts';
import { createInstallation, type Installation } from './support/installation.ts';
import type { RunningServer } from './support/server-process.ts';

const OWN = 'http://intellisite.test:3000';
const FORM = '/api/auth/callback/credentials';
const SESSION = 'intellisite.session';

let installation: Installation;
/** The API ahead of Next, and the API within Next. */
let mounts: { ahead: RunningServer; within: RunningServer };
let admin: { username: string; password: string };

beforeAll(async () => {
  installation = await createInstallation();
  const ahead = await installation.startWeb({ PUBLIC_URL: OWN });
  mounts = { ahead, within: await installation.startNext({ PUBLIC_URL: OWN }) };
  admin = { username: 'admin', password: installation.adminPassword() };
}, 300_000);

afterAll(() => installation.stop());

/** As a script gets it. */
async function askForToken(browser: Browser): Promise<string> {
  const { body } = await browser.get('/api/auth/csrf');
  return (JSON.parse(body) as { csrfToken: string }).csrfToken;
}

async function signedIn(): Promise<Browser> {
  const browser = createBrowser(mounts.ahead.url);
  expect((await signIn(browser, admin)).status).toBe(302);
  return browser;
}

describe.each(['ahead', 'within'] as const)('with the API %s of Next', (mount) => {
  test('a plain form leads to where the person was going, and back out', async () => {
    const browser = createBrowser(mounts[mount].url);
    const away = await browser.get('/dashboard/alerts?make=Kia%2CFord&order=oldest');
    expect(away.status).toBe(307);
    await browser.get(String(away.headers.location));
    expect(browser.text()).toContain('You will return to Alerts.');
    const answer = await browser.post(FORM, {
      ...admin,
      csrfToken: browser.field('csrfToken'),
      callbackUrl: browser.field('callbackUrl'),
    });
    expect([answer.status, answer.headers.location]).toEqual([
      302,
      '/dashboard/alerts?make=Kia%2CFord&order=oldest',
    ]);
    const me = JSON.parse((await browser.get('/api/v1/users/me')).body) as User;
    expect(me).toMatchObject({ username: 'admin', role: 'admin' });
    const again = await browser.get('/sign-in?next=/dashboard/stats');
    expect([again.status, again.headers.location]).toEqual([307, '/dashboard/stats']);

    const kept = String(browser.cookies.get(SESSION)?.value);
    const out = await browser.post('/api/auth/signout', {
      csrfToken: await askForToken(browser),
    });
    expect(out.status).toBe(302);
    expect(browser.cookies.has(SESSION)).toBe(false);
    const cookie = `${SESSION}=${kept}`;
    const stolen = await browser.get('/api/v1/users/me', { cookie });
    expect([stolen.status, stolen.body]).toEqual([401, expect.stringContaining('session_ended')]);
  });

  test('a script is answered in JSON, without leaving the page', async () => {
    const browser = createBrowser(mounts[mount].url);
    const csrfToken = await askForToken(browser);
    const form = { csrfToken, json: 'true', username: 'script' };
    const refused = await browser.post(FORM, { ...form, password: 'a wrong guess' });
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      401,
      { code: 'invalid_credentials', attemptsLeft: expect.any(Number) as number },
    ]);
    const success = await browser.post(FORM, { ...form, ...admin });
    expect(success.status).toBe(200);
    expect(browser.cookies.has(SESSION)).toBe(true);
  });
});

describe('a sign-in is refused', () => {
  test('in the same words whichever half is wrong, and nothing of it is in an address', async () => {
    const pages = [];
    for (const credentials of [
      { username: 'admin', password: 'a wrong guess' },
      { username: 'nobody', password: 'a wrong guess' },
    ]) {
      const browser = createBrowser(mounts.ahead.url);
      const answer = await signIn(browser, credentials, '/dashboard/users');
      expect(answer.status).toBe(303);
      const location = String(answer.headers.location);
      expect(location).toMatch(/^\/sign-in\?next=%2Fdashboard%2Fusers&code=invalid_credentials/);
      expect(location).not.toMatch(/nobody|wrong/);
      expect(browser.cookies.has(SESSION)).toBe(false);
      await browser.get(location);
      expect(browser.field('callbackUrl')).toBe('/dashboard/users');
      pages.push(browser.text().replace(/\d+ attempts/, 'n attempts'));
    }
    expect(pages[0]).toContain('The username or the password is wrong.');
    expect(pages[1]).toBe(pages[0]);
  });

  test('with a warning before there is a wait, and then with how long that is', async () => {
    const browser = createBrowser(mounts.ahead.url);
    const guess = async (): Promise<string> => {
      const { headers } = await signIn(browser, { username: 'jo', password: 'a wrong guess' });
      await browser.get(String(headers.location));
      return browser.text();
    };
    const texts = [];
    for (let attempt = 1; attempt <= 11; attempt++) texts.push(await guess());
    expect(texts[5]).not.toMatch(/attempts? (is|are) left/);
    expect(texts[6]).toContain('3 attempts are left for the next 15 minutes.');
    expect(texts[8]).toContain('One attempt is left');
    expect(texts[9]).toContain('That was the last attempt');
    expect(texts[10]).toMatch(/Too many attempts\. Try again in 1\d minutes\./);
    const { body, headers, status } = await browser.post(FORM, {
      csrfToken: browser.field('csrfToken'),
      json: 'true',
      username: 'jo',
      password: 'a wrong guess',
    });
    expect([status, JSON.parse(body)]).toEqual([
      429,
      { code: 'rate_limited', retryAfterSeconds: Number(headers['retry-after']) },
    ]);
  });

  test('without the token of the form, or with that of another browser', async () => {
    const other = createBrowser(mounts.ahead.url);
    await other.get('/sign-in');
    for (const csrfToken of ['', 'x', other.field('csrfToken')]) {
      const browser = createBrowser(mounts.ahead.url);
      await browser.get('/sign-in');
      const answer = await browser.post(FORM, { ...admin, csrfToken });
      expect(answer.headers.location).toBe('/sign-in?code=form_expired');
      expect(browser.cookies.has(SESSION)).toBe(false);
    }
  });

  test('from a page of another site, whatever else it knows', async () => {
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: OWN },
    ];
    for (const headers of elsewhere) {
      const browser = createBrowser(mounts.ahead.url);
      await browser.get('/sign-in');
      const form = { ...admin, csrfToken: browser.field('csrfToken') };
      const { status, body } = await browser.post(FORM, form, headers);
      expect([status, JSON.parse(body)]).toEqual([403, { code: 'wrong_address' }]);
    }
    for (const origin of ['https://evil.example', 'null', `${OWN}.evil.example`]) {
      const { status } = await ask(mounts.ahead.url, {
        method: 'POST',
        path: FORM,
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(admin).toString(),
      });
      expect(status, origin).toBe(403);
    }
  });

  test('as anything but a small form', async () => {
    const browser = createBrowser(mounts.ahead.url);
    await browser.get('/sign-in');
    const form = { ...admin, csrfToken: browser.field('csrfToken') };
    const json = await browser.post(FORM, form, { 'content-type': 'application/json' });
    expect(json.status).toBe(415);
    const large = await browser.post(FORM, { ...form, more: 'x'.repeat(20_000) });
    expect(large.status).toBe(413);
    const chunked = await browser.post(FORM, form, { 'transfer-encoding': 'chunked' });
    expect(chunked.status).toBe(413);
    const log = await browser.post('/api/auth/_log', { level: 'error', code: 'forged' });
    expect(log.status).toBe(404);
  });
});

test('only views of the dashboard can be returned to', async () => {
  const hostile = [
    'https://evil.example/dashboard',
    '//evil.example/dashboard',
    '/\\evil.example',
    '\\\\evil.example',
    '/dashboard/..//evil.example',
    '/dashboard/../api/v1/auth/logout',
    '/dashboardevil.example',
    'javascript:alert(1)//dashboard',
    ' \t//evil.example',
    '/api/auth/signout',
    `${OWN}@evil.example/dashboard`,
    '/sign-in',
    'x'.repeat(5_000),
  ];
  const browser = createBrowser(mounts.ahead.url);
  for (const target of hostile) {
    for (const parameter of ['next', 'callbackUrl']) {
      await browser.get(`/sign-in?${parameter}=${encodeURIComponent(target)}`);
      expect(browser.field('callbackUrl'), target).toBe('/dashboard');
    }
    const answer = await browser.post(FORM, {
      ...admin,
      csrfToken: browser.field('csrfToken'),
      callbackUrl: target,
    });
    expect([answer.status, answer.headers.location], target).toEqual([302, '/dashboard']);
    const asked = await browser.get(`/api/auth/signin?callbackUrl=${encodeURIComponent(target)}`);
    expect(asked.headers.location, target).toBe('/sign-in?callbackUrl=%2Fdashboard');
    const signedIn = await browser.get(`/sign-in?next=${encodeURIComponent(target)}`);
    expect(signedIn.headers.location, target).toBe('/dashboard');
    await browser.post('/api/auth/signout', {
      csrfToken: await askForToken(browser),
      callbackUrl: target,
    });
  }
  const repeated = await browser.get('/sign-in?next=/dashboard/alerts&next=//evil.example');
  expect(repeated.status).toBe(200);
  expect(browser.field('callbackUrl')).toBe('/dashboard');
});

test('the cookie is for the server alone, and behind TLS never travels without', async () => {
  const plain = await signedIn();
  for (const [name, cookie] of plain.cookies) {
    expect(cookie, name).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
    expect(cookie.secure ?? false).toBe(false);
    expect(cookie.domain).toBeUndefined();
  }
  const server = await installation.startWeb({
    PUBLIC_URL: 'https://intellisite.test',
    TRUST_PROXY: 'true',
  });
  const browser = createBrowser(server.url, {
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '192.0.2.99',
  });
  expect((await signIn(browser, admin)).status).toBe(302);
  expect([...browser.cookies.keys()].sort()).toEqual([
    '__Host-intellisite.csrf',
    '__Host-intellisite.return',
    '__Host-intellisite.session',
  ]);
  for (const [name, cookie] of browser.cookies) {
    expect(cookie, name).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    });
  }
  const { body } = await browser.get('/api/v1/sessions');
  const [own] = (JSON.parse(body) as SessionList).data;
  expect(own).toMatchObject({ kind: 'web', current: true, address: '192.0.2.99' });
});

test('the cookie is nothing to other sites, nor to the short paths', async () => {
  const browser = await signedIn();
  const refused: [path: string, headers: Record<string, string>][] = [
    ['/api/v1/users/me', { 'sec-fetch-site': 'cross-site' }],
    ['/api/v1/users/me', { 'sec-fetch-site': 'none' }],
    ['/api/v1/alerts/stream', { 'sec-fetch-site': 'same-site' }],
    ['/api/v1/trpc/users.me', { 'sec-fetch-site': 'cross-site', origin: OWN }],
    ['/users/me', {}],
    ['/alerts', {}],
  ];
  for (const [path, headers] of refused) {
    const { status, body } = await browser.get(path, headers);
    expect([status, body], path).toEqual([401, expect.stringContaining('token_missing')]);
  }
  const cookie = `${SESSION}=${String(browser.cookies.get(SESSION)?.value)}`;
  const bare = async (headers: Record<string, string>): Promise<number> => {
    const { status } = await ask(mounts.ahead.url, {
      path: '/api/v1/users/me',
      headers: { cookie, ...headers },
    });
    return status;
  };
  expect(await bare({})).toBe(401);
  expect(await bare({ origin: 'https://evil.example' })).toBe(401);
  expect(await bare({ origin: OWN })).toBe(200);
});

test('no page can be framed, and none is kept', async () => {
  const browser = createBrowser(mounts.ahead.url);
  for (const path of [
    '/sign-in',
    '/dashboard',
    '/api/auth/csrf',
    '/api/auth/signin',
    '/api/auth/signout',
    '/api/auth/error?error=Configuration',
    '/api/auth/nothing',
  ]) {
    const { headers, body } = await browser.get(path);
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    if (body !== '' && path !== '/dashboard') {
      expect(headers['cache-control'], path).toContain('no-store');
    }
  }
});

test('a session that is ended anywhere is out at once: pages, calls and next-auth agree', async () => {
  const browser = await signedIn();
  const token = await logIn(mounts.within.url, admin.username, admin.password);
  const { body } = await browser.get('/api/v1/sessions');
  const own = (JSON.parse(body) as SessionList).data.find(({ current }) => current);
  expect(JSON.parse((await browser.get('/api/auth/session')).body)).toMatchObject({
    user: { name: 'admin' },
  });
  const end = await ask(mounts.within.url, {
    method: 'DELETE',
    path: `/api/v1/sessions/${String(own?.id)}`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(end.status).toBe(204);
  const call = await browser.get('/api/v1/users/me');
  expect([call.status, call.body]).toEqual([401, expect.stringContaining('session_ended')]);
  const page = await browser.get('/sign-in?next=/dashboard/alerts');
  expect(page.status).toBe(200);
  expect(JSON.parse((await browser.get('/api/auth/session')).body)).not.toHaveProperty('user');
});

test('another sign-in of the same browser takes the place of the one before', async () => {
  const browser = createBrowser(mounts.ahead.url);
  await browser.get('/sign-in');
  const csrfToken = browser.field('csrfToken');
  await browser.post(FORM, { ...admin, csrfToken });
  const before = `${SESSION}=${String(browser.cookies.get(SESSION)?.value)}`;
  await browser.post(FORM, { ...admin, csrfToken });
  const old = await browser.get('/api/v1/users/me', { cookie: before });
  expect([old.status, old.body]).toEqual([401, expect.stringContaining('session_ended')]);
  expect((await browser.get('/api/v1/users/me')).status).toBe(200);
});

test('a changed secret ends no session while the previous one is named, and all without it', async () => {
  const first = 'the first secret of the installation';
  const second = 'the second secret of the installation';
  const before = await installation.startWeb({ AUTH_SECRET: first });
  const browser = createBrowser(before.url);
  await signIn(browser, admin);
  const cookie = `${SESSION}=${String(browser.cookies.get(SESSION)?.value)}`;
  const statuses = [];
  for (const secrets of [
    { AUTH_SECRET: second, AUTH_SECRET_PREVIOUS: first },
    { AUTH_SECRET: second },
  ]) {
    const server = await installation.startWeb(secrets);
    const { status } = await ask(server.url, {
      path: '/api/v1/users/me',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    statuses.push(status);
    await server.stop();
  }
  expect(statuses).toEqual([200, 401]);
});

test('a cookie that is not ours is no sign-in, and no failure either', async () => {
  const browser = await signedIn();
  const own = String(browser.cookies.get(SESSION)?.value);
  const forged = [
    '',
    'x',
    own.slice(0, -4),
    `${own.slice(0, -8)}AAAAAAAA`,
    own.split('.').reverse().join('.'),
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    '%00',
    'x'.repeat(8_000),
  ];
  for (const value of forged) {
    const cookie = `${SESSION}=${value}`;
    const call = await browser.get('/api/v1/users/me', { cookie });
    expect([call.status, call.body], value).toEqual([401, expect.stringContaining('token_')]);
    expect((await browser.get('/sign-in', { cookie })).status, value).toBe(200);
    expect((await browser.get('/api/auth/session', { cookie })).body, value).toBe('{}');
  }
});
