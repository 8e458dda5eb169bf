'use client';

import type { Role } from '@intellisite/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { enteredText } from '../../auth/auth-form.ts';
import { PasswordField } from '../../auth/password-field.tsx';
import { failureText, messageFor, problemOf } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { PASSWORD_HINT } from './password-hint.ts';
import { RoleField } from './role-field.tsx';
import { useUserChange } from './use-user-change.ts';

const MEMBERS = ['username', 'password', 'email'] as const;

/** Makes a user who may sign in at once. */
export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const changed = useUserChange(onClose);
  const [role, setRole] = useState<Role>('viewer');
  const [asked, setAsked] = useState('');
  const create = useMutation(
    useTRPC().users.create.mutationOptions({
      onSuccess: ({ username }) => {
        changed(`${username} may sign in now`);
      },
    }),
  );
  const { error } = create;
  const isTaken = problemOf(error)?.code === 'username_taken';
  const isOfMember = MEMBERS.some((member) => messageFor(error, member) !== null);
  return (
    <FormDialog
      title="New user"
      description="They may sign in at once with this password, and can change it in their profile."
      action="Create user"
      isPending={create.isPending}
      failure={error && !isOfMember ? failureText(error) : null}
      onClose={onClose}
      onSubmit={(form) => {
        const username = enteredText(form, 'username').trim();
        const email = enteredText(form, 'email').trim();
        setAsked(username);
        create.mutate({
          username,
          password: enteredText(form, 'password'),
          role,
          ...(email === '' ? {} : { email }),
        });
      }}
    >
      <TextField
        label="Username"
        name="username"
        required
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={
          isTaken ? `${asked} is taken. Choose another username.` : messageFor(error, 'username')
        }
      />
      <RoleField value={role} onChange={setRole} />
      <PasswordField
        label="Password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        error={messageFor(error, 'password')}
      />
      <TextField
        label="Email"
        isOptional
        name="email"
        type="email"
        maxLength={254}
        autoComplete="off"
        error={messageFor(error, 'email')}
      />
    </FormDialog>
  );
}
