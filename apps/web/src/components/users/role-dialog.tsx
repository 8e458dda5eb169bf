'use client';

import type { User } from '@intellisite/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { failureText } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { RoleField } from './role-field.tsx';
import { ROLE_WORDS } from './roles.ts';
import { useUserChange } from './use-user-change.ts';

/** Gives a user another role, which holds at once. */
export function RoleDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const changed = useUserChange(onClose);
  const [role, setRole] = useState(user.role);
  const update = useMutation(
    useTRPC().users.update.mutationOptions({
      onSuccess: () => {
        changed(`${user.username} is ${ROLE_WORDS[role].title.toLowerCase()} now`);
      },
    }),
  );
  return (
    <FormDialog
      title={
        <>
          Role of <bdi>{user.username}</bdi>
        </>
      }
      description="It holds at once, in every session. Open alert streams begin anew."
      action="Save role"
      isPending={update.isPending}
      failure={update.error ? failureText(update.error) : null}
      onClose={onClose}
      onSubmit={() => {
        update.mutate({ id: user.id, role });
      }}
    >
      <RoleField value={role} onChange={setRole} />
    </FormDialog>
  );
}
