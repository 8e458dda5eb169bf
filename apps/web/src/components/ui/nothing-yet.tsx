'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useViewer } from '../viewer-provider.tsx';
import { Blank } from './blank.tsx';

/** In the place of what comes from the cameras, before the first of it has come. */
export function NothingYet({
  icon,
  what,
  text,
}: {
  icon: LucideIcon;
  /** Several of what is going to be there. */
  what: string;
  text: string;
}) {
  const mayLook = useViewer().may('operator');
  return (
    <Blank
      icon={icon}
      title={`No ${what} yet`}
      heading="h2"
      text={text}
      actions={
        mayLook ? (
          <Link className="btn" href="/dashboard/system" prefetch={false}>
            See whether the services run
          </Link>
        ) : undefined
      }
    />
  );
}
