'use client';

import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { signInPath } from './own-path.ts';
import { PasswordField } from './password-field.tsx';
import { RefusalBanner } from './refusal-banner.tsx';
import { signedInAgain } from './session-expiry.ts';
import { usePasswordSignIn } from './use-password-sign-in.ts';

const REFUSAL_ID = 'session-refusal';

/** Over the page, until the person has signed in again. Loaded by `SessionExpired` alone. */
export function SessionExpiredDialog({ username }: { username: string }) {
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          className="dialog fixed top-1/2 left-1/2 z-40 max-w-[calc(100vw-2rem)] -translate-1/2"
          // It cannot be waved away: everything behind it waits.
          onEscapeKeyDown={preventDefault}
          onInteractOutside={preventDefault}
        >
          <SignInAgain username={username} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function SignInAgain({ username }: { username: string }) {
  const router = useRouter();
  const { refusal, isSigningIn, password, onSubmit } = usePasswordSignIn({
    onSuccess() {
      signedInAgain();
      // The role may be another one by now; what the person has entered stays.
      router.refresh();
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

function preventDefault(event: Event): void {
  event.preventDefault();
}
