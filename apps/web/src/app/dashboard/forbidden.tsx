import { Lock } from 'lucide-react';
import Link from 'next/link';
import { Blank } from '../../components/ui/blank.tsx';

/** Shown in the place of a view that the role does not allow: see auth/current-session.ts. */
export default function Forbidden() {
  return (
    <Blank
      icon={Lock}
      title="Your role does not allow this"
      heading="h2"
      text="An administrator can give you another one."
      actions={
        <Link className="btn" href="/dashboard">
          Back to the overview
        </Link>
      }
    />
  );
}
