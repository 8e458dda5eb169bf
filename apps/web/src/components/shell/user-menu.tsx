'use client';

import { ChevronDown, LogOut, Settings, User } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import { useViewer } from '../viewer-provider.tsx';
import { useSignOut } from './use-sign-out.ts';
import { PROFILE } from './views.ts';

/** What concerns the person who is signed in. */
export function UserMenu() {
  const { username } = useViewer();
  const signOut = useSignOut();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn ghost" aria-label={`Account: ${username}`}>
        <User className="i" aria-hidden />
        <bdi className="cut m-hide max-w-40">{username}</bdi>
        <ChevronDown className="i i-s m-hide" aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop z-10 min-w-44" align="end" sideOffset={4}>
          <DropdownMenu.Item asChild>
            <Link className="opt" href={PROFILE.path}>
              <Settings className="i" aria-hidden />
              {PROFILE.title}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="opt" onSelect={() => void signOut()}>
            <LogOut className="i" aria-hidden />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
