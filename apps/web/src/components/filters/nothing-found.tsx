'use client';

import { SearchX } from 'lucide-react';
import { Blank } from '../ui/blank.tsx';

/** In the place of what passes the filters, when nothing does. */
export function NothingFound({
  what,
  onClear,
}: {
  /** Several of what was looked for. */
  what: string;
  /** Takes all filters away. */
  onClear: () => void;
}) {
  return (
    <Blank
      icon={SearchX}
      title={`No ${what} match these filters`}
      heading="h2"
      text="Nothing that was indexed so far passes all of them. Remove one, or clear them."
      actions={
        <button type="button" className="btn" onClick={onClear}>
          Clear the filters
        </button>
      }
    />
  );
}
