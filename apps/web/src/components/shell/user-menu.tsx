'use client';

import { ChevronDown, LogOut, User } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { signOutHere } from '../../auth/sign-out.ts';
import { useToast } from '../ui/toasts.tsx';

/** What concerns the person who is signed in. */
export function UserMenu({ username }: { username: string }) {
  const toast = useToast();

  async function signOut(): Promise<void> {
    if (await signOutHere()) return;
    toast({
      kind: 'danger',
      title: 'You are still signed in',
      text: 'The server could not be reached. Try again in a moment.',
    });
  }

  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn ghost" aria-label={`Account: ${username}`}>
        <User className="i" aria-hidden />
        <bdi className="cut m-hide max-w-40">{username}</bdi>
        <ChevronDown className="i i-s m-hide" aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop z-10 min-w-44" align="end" sideOffset={4}>
          <DropdownMenu.Item className="opt" onSelect={() => void signOut()}>
            <LogOut className="i" aria-hidden />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
