'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { enteredText } from '../../auth/auth-form.ts';
import { PasswordField } from '../../auth/password-field.tsx';
import { failureText, messageFor } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { FormError } from '../ui/form-error.tsx';
import { Panel } from '../ui/panel.tsx';
import { useToast } from '../ui/toasts.tsx';
import { PASSWORD_HINT } from '../users/password-hint.ts';
import { useViewer } from '../viewer-provider.tsx';

/** Changes one's own password, which ends all other sessions. */
export function PasswordChange() {
  const api = useTRPC();
  const client = useQueryClient();
  const toast = useToast();
  const { username } = useViewer();
  const isHydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation(
    api.users.changeMyPassword.mutationOptions({
      onSuccess() {
        form.current?.reset();
        void client.invalidateQueries({ queryKey: api.sessions.list.queryKey() });
        toast({
          kind: 'ok',
          title: 'The password was changed',
          text: 'All your other sessions have ended.',
        });
      },
    }),
  );
  const { error } = change;
  const ofCurrent =
    messageFor(error, 'currentPassword') === null ? null : 'This is not your current password.';
  const ofNew = messageFor(error, 'newPassword');
  const isOfMember = ofCurrent !== null || ofNew !== null;
  return (
    <Panel title="Password">
      <form
        ref={form}
        // Whatever happens, a password is no part of an address.
        method="post"
        className="panel-b grid max-w-96 gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (change.isPending) return;
          const entered = new FormData(event.currentTarget);
          change.mutate({
            currentPassword: enteredText(entered, 'currentPassword'),
            newPassword: enteredText(entered, 'newPassword'),
          });
        }}
      >
        <p className="ink-2">All your other sessions end, this one goes on.</p>
        <FormError text={error && !isOfMember ? failureText(error) : null} />
        {/* For password managers, which file what is new under the name. */}
        <input hidden readOnly name="username" autoComplete="username" value={username} />
        <PasswordField label="Current password" name="currentPassword" error={ofCurrent} />
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
          error={ofNew}
        />
        <div>
          <button
            type="submit"
            className="btn primary"
            disabled={!isHydrated}
            aria-disabled={change.isPending}
          >
            Change password
          </button>
        </div>
      </form>
    </Panel>
  );
}
