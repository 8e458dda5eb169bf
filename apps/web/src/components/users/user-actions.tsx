'use client';

import type { User } from '@intellisite/contracts';
import { useMutation } from '@tanstack/react-query';
import {
  Ban,
  CircleCheck,
  Ellipsis,
  KeyRound,
  LogOut,
  UserCog,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { failureText } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { Menu } from '../ui/menu.tsx';
import { useToast } from '../ui/toasts.tsx';
import { DisableDialog, EndSessionsDialog } from './end-access-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { SetPasswordDialog } from './set-password-dialog.tsx';
import { useUserChange } from './use-user-change.ts';

type Action = 'role' | 'password' | 'sessions' | 'disable';

/** What an admin can do with a user. */
export function UserActions({ user, isSelf }: { user: User; isSelf: boolean }) {
  const [asked, setAsked] = useState<Action | null>(null);
  const close = (): void => {
    setAsked(null);
  };
  const toast = useToast();
  const changed = useUserChange(close);
  const enable = useMutation(
    useTRPC().users.update.mutationOptions({
      onSuccess: () => {
        changed(`${user.username} may sign in again`);
      },
      onError: (error) => {
        toast({ kind: 'danger', title: 'The user is still disabled', text: failureText(error) });
      },
    }),
  );
  const ask = (action: Action) => () => {
    setAsked(action);
  };
  return (
    <>
      <Menu
        className="btn icon ghost s"
        label={`Actions for ${user.username}`}
        width="min-w-52"
        button={<Ellipsis className="i" aria-hidden />}
      >
        {({ Item, Separator }) => {
          const item = (Icon: LucideIcon, label: string, onSelect: () => void, kind = '') => (
            <Item className={`opt ${kind}`} onSelect={onSelect}>
              <Icon className="i" aria-hidden />
              {label}
            </Item>
          );
          return (
            <>
              {item(UserCog, 'Change role…', ask('role'))}
              {item(KeyRound, 'Set a new password…', ask('password'))}
              {user.disabled
                ? item(CircleCheck, 'Enable', () => {
                    enable.mutate({ id: user.id, disabled: false });
                  })
                : null}
              {user.disabled ? null : <Separator asChild>{<hr />}</Separator>}
              {user.disabled ? null : item(LogOut, 'End all sessions…', ask('sessions'), 'danger')}
              {user.disabled ? null : item(Ban, 'Disable…', ask('disable'), 'danger')}
            </>
          );
        }}
      </Menu>
      {asked === 'role' ? <RoleDialog user={user} onClose={close} /> : null}
      {asked === 'password' ? <SetPasswordDialog user={user} onClose={close} /> : null}
      {asked === 'sessions' ? (
        <EndSessionsDialog user={user} isSelf={isSelf} onClose={close} />
      ) : null}
      {asked === 'disable' ? <DisableDialog user={user} isSelf={isSelf} onClose={close} /> : null}
    </>
  );
}
