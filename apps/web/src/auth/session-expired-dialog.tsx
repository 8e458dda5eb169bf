'use client';

import { Dialog } from 'radix-ui';
import { Modal } from '../components/ui/modal.tsx';
import { useRefresh } from '../lib/use-refresh.ts';
import { signInPath } from './own-path.ts';
import { PasswordField } from './password-field.tsx';
import { RefusalBanner } from './refusal-banner.tsx';
import { signedInAgain } from './session-expiry.ts';
import { usePasswordSignIn } from './use-password-sign-in.ts';

const REFUSAL_ID = 'session-refusal';

/** Over the page, until the person has signed in again. Loaded by `SessionExpired` alone. */
export function SessionExpiredDialog({ username }: { username: string }) {
  return (
    <Modal>
      <SignInAgain username={username} />
    </Modal>
  );
}

function SignInAgain({ username }: { username: string }) {
  const refresh = useRefresh();
  const { refusal, isSigningIn, password, onSubmit } = usePasswordSignIn({
    onSuccess() {
      signedInAgain();
      // The role may be another one by now; what the person has entered stays.
      refresh();
    },
  });

  return (
    <form onSubmit={onSubmit}>
      <div className="dialog-b">
        <Dialog.Title>Sign in again to continue</Dialog.Title>
        <Dialog.Description className="ink-2">
          Your session has ended. This page stays as it is.
        </Dialog.Description>
        <RefusalBanner id={REFUSAL_ID} refusal={refusal} />
        {/* For password managers, which fill in by the name. */}
        <input hidden readOnly name="username" autoComplete="username" value={username} />
        <PasswordField
          ref={password}
          label={`Password for ${username}`}
          describedBy={REFUSAL_ID}
          autoFocus
        />
      </div>
      <div className="dialog-f">
        <button
          type="button"
          className="btn ghost"
          onClick={() => {
            location.assign(signInPath(location.pathname + location.search));
          }}
        >
          Sign in as someone else
        </button>
        <button type="submit" className="btn primary" aria-disabled={isSigningIn}>
          {isSigningIn ? 'Signing in…' : 'Continue'}
        </button>
      </div>
    </form>
  );
}
