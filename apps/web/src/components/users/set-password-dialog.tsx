'use client';

import type { User } from '@intellisite/contracts';
import { useMutation } from '@tanstack/react-query';
import { enteredText } from '../../auth/auth-form.ts';
import { PasswordField } from '../../auth/password-field.tsx';
import { failureText, messageFor } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PASSWORD_HINT } from './password-hint.ts';
import { useUserChange } from './use-user-change.ts';

/** Gives a user another password, for whoever has forgotten theirs. */
export function SetPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const changed = useUserChange(onClose);
  const setPassword = useMutation(
    useTRPC().users.setPassword.mutationOptions({
      onSuccess: () => {
        changed(`${user.username} has a new password`);
      },
    }),
  );
  const { error } = setPassword;
  const ofPassword = messageFor(error, 'password');
  return (
    <FormDialog
      title={
        <>
          New password for <bdi>{user.username}</bdi>
        </>
      }
      description="All of this user’s sessions end. Hand the password over by another way than email."
      action="Set password"
      isPending={setPassword.isPending}
      failure={error && ofPassword === null ? failureText(error) : null}
      onClose={onClose}
      onSubmit={(form) => {
        setPassword.mutate({ id: user.id, password: enteredText(form, 'password') });
      }}
    >
      <PasswordField
        label="New password"
        autoComplete="new-password"
        autoFocus
        hint={PASSWORD_HINT}
        error={ofPassword}
      />
    </FormDialog>
  );
}
