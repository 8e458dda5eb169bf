'use client';

import type { User } from '@intellisite/contracts';
import { useMutation } from '@tanstack/react-query';
import { failureText } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useUserChange } from './use-user-change.ts';

interface EndAccessProps {
  user: User;
  isSelf: boolean;
  onClose: () => void;
}

/** Shuts a user out until an admin lets them in again. */
export function DisableDialog({ user, isSelf, onClose }: EndAccessProps) {
  const changed = useUserChange(onClose);
  const disable = useMutation(
    useTRPC().users.disable.mutationOptions({
      onSuccess: () => {
        changed(`${user.username} is disabled`);
      },
    }),
  );
  return (
    <ConfirmDialog
      title={
        <>
          Disable <bdi>{user.username}</bdi>?
        </>
      }
      action="Disable user"
      isPending={disable.isPending}
      failure={disable.error ? failureText(disable.error) : null}
      onClose={onClose}
      onConfirm={() => {
        disable.mutate({ id: user.id });
      }}
    >
      All sessions end and signing in is refused, until an admin enables the user again. History
      keeps the name.
      {isSelf ? ' This is your own account: you are signed out at once.' : ''}
    </ConfirmDialog>
  );
}

/** Signs a user out everywhere. */
export function EndSessionsDialog({ user, isSelf, onClose }: EndAccessProps) {
  const changed = useUserChange(onClose);
  const end = useMutation(
    useTRPC().users.endSessions.mutationOptions({
      onSuccess: () => {
        changed(`All sessions of ${user.username} have ended`);
      },
    }),
  );
  return (
    <ConfirmDialog
      title={
        <>
          End all sessions of <bdi>{user.username}</bdi>?
        </>
      }
      action="End sessions"
      isPending={end.isPending}
      failure={end.error ? failureText(end.error) : null}
      onClose={onClose}
      onConfirm={() => {
        end.mutate({ id: user.id });
      }}
    >
      Open pages ask for the password, tokens and streams of programs end. Whoever has the password
      can sign in again.
      {isSelf ? ' This page is one of them.' : ''}
    </ConfirmDialog>
  );
}
