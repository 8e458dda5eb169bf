import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import manifest from '../../../package.json' with { type: 'json' };
import { sharedAuthSettings } from '../../auth/auth-settings.ts';
import { authCookies } from '../../auth/cookies.ts';
import { csrfTokenOf } from '../../auth/csrf-cookie.ts';
import { currentSession } from '../../auth/current-session.ts';
import { ownPath } from '../../auth/own-path.ts';
import { readRefusal } from '../../auth/sign-in-refusal.ts';
import { TimeZone } from '../../components/time-zone.tsx';
import { nameOfView } from './destination.ts';
import { FieldOfView } from './field-of-view.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  /** `next` is ours, `callbackUrl` next-auth's; the rest is a refusal. */
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const query = await searchParams;
  const target = query.next ?? query.callbackUrl;
  const next = ownPath(typeof target === 'string' ? target : null);
  if (await isSignedIn()) redirect(next);
  const view = nameOfView(next);
  return (
    <div className="sign-in">
      <main className="sign-in-main">
        <div className="brand">
          <svg viewBox="0 0 16 16" className="i" aria-hidden="true">
            <path d="M2 5.25V3a1 1 0 0 1 1-1h2.25M10.75 2H13a1 1 0 0 1 1 1v2.25M14 10.75V13a1 1 0 0 1-1 1h-2.25M5.25 14H3a1 1 0 0 1-1-1v-2.25" />
            <circle cx="8" cy="8" r="2.25" fill="currentColor" stroke="none" />
          </svg>
          <span>Intellisite</span>
        </div>
        <div className="sign-in-middle">
          <h1>Sign in</h1>
          {view !== null && <p className="ink-2">{`You will return to ${view}.`}</p>}
          <SignInForm csrfToken={await csrfToken()} next={next} refusal={readRefusal(query)} />
          <p className="hint">
            Password forgotten?
            <br />
            An administrator can set a new one.
          </p>
          <details className="hint">
            <summary>First time here?</summary>
            <p>
              The start command shows the first administrator’s password, and the file{' '}
              <code>admin-password</code> in the data folder holds it.
            </p>
          </details>
        </div>
        <footer className="sign-in-foot">
          <span>Version {manifest.version}</span>
          <a className="link" href="/docs">
            API documentation
          </a>
        </footer>
      </main>
      <FieldOfView />
      <TimeZone />
    </div>
  );
}

async function isSignedIn(): Promise<boolean> {
  try {
    return (await currentSession()) !== null;
  } catch {
    // It cannot be told now, and the form says so itself.
    return false;
  }
}

/** The proxy has made sure that the cookie is there. */
async function csrfToken(): Promise<string> {
  const { name } = authCookies(sharedAuthSettings().secure).csrfToken;
  return csrfTokenOf((await cookies()).get(name)?.value ?? '');
}
