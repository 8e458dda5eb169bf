'use client';

import { PasswordField } from '../../auth/password-field.tsx';
import { RefusalBanner } from '../../auth/refusal-banner.tsx';
import type { SignInRefusal } from '../../auth/sign-in-refusal.ts';
import { usePasswordSignIn } from '../../auth/use-password-sign-in.ts';

export interface SignInFormProps {
  /** For the form as it is sent without scripts. */
  csrfToken: string;
  /** Own path that a success leads to. */
  next: string;
  /** Of the attempt that led to this page. */
  refusal: SignInRefusal | null;
}

const REFUSAL_ID = 'refusal';

/** A form as browsers and password managers know it; with scripts, a refusal leaves it as it is. */
export function SignInForm({ csrfToken, next, refusal: refusedBefore }: SignInFormProps) {
  const { refusal, isSigningIn, password, onSubmit } = usePasswordSignIn({
    refusedBefore,
    onSuccess() {
      // A new page, of whoever this is; going back does not lead to the sign-in.
      location.replace(next);
    },
  });

  return (
    <form
      className="sign-in-form"
      method="post"
      action="/api/auth/callback/credentials"
      onSubmit={onSubmit}
    >
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value={next} />
      <RefusalBanner id={REFUSAL_ID} refusal={refusal} />
      <div className="field">
        <label htmlFor="username">Username</label>
        <input
          className="input"
          id="username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1_024}
          required
          autoFocus={!refusedBefore}
        />
      </div>
      <PasswordField
        ref={password}
        label="Password"
        describedBy={REFUSAL_ID}
        autoFocus={refusedBefore !== null}
      />
      <button type="submit" className="btn primary" aria-disabled={isSigningIn}>
        {isSigningIn ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}
