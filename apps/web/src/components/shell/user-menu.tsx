'use client';

import { ChevronDown, LogOut, Settings, User } from 'lucide-react';
import Link from 'next/link';
import { Menu } from '../ui/menu.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { useSignOut } from './use-sign-out.ts';
import { PROFILE } from './views.ts';

/** What concerns the person who is signed in. */
export function UserMenu() {
  const { username } = useViewer();
  const signOut = useSignOut();
  return (
    <Menu
      className="btn ghost"
      label={`Account: ${username}`}
      button={
        <>
          <User className="i" aria-hidden />
          <bdi className="cut max-md:hidden max-w-40">{username}</bdi>
          <ChevronDown className="i i-s max-md:hidden" aria-hidden />
        </>
      }
    >
      {({ Item }) => (
        <>
          <Item asChild>
            <Link className="opt" href={PROFILE.path}>
              <Settings className="i" aria-hidden />
              {PROFILE.title}
            </Link>
          </Item>
          <Item className="opt" onSelect={() => void signOut()}>
            <LogOut className="i" aria-hidden />
            Sign out
          </Item>
        </>
      )}
    </Menu>
  );
}
