'use client';

import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { HostileText } from '../ui/hostile-text.tsx';
import { Popover } from '../ui/popover.tsx';

/** Adds a filter; once it is set, it stands there as a chip, to be changed or removed. */
export function FilterButton({
  label,
  value,
  width,
  onRemove,
  children,
}: {
  label: string;
  /** In words; null: it is not set. */
  value: string | null;
  width: string;
  onRemove: () => void;
  /** What it is chosen with. */
  children: (close: () => void) => ReactNode;
}) {
  const isSet = value !== null;
  return (
    // The popover stays open when the first value is chosen: it has to stay the same element.
    <span className={isSet ? 'chip' : 'contents'}>
      <Popover
        className={isSet ? '' : 'btn'}
        width={width}
        button={
          isSet ? (
            <>
              <span className="k">{label}</span>
              <HostileText text={value} className="v" />
            </>
          ) : (
            <>
              <Plus className="i i-s" aria-hidden />
              {label}
            </>
          )
        }
      >
        {children}
      </Popover>
      {isSet ? (
        <button
          type="button"
          aria-label={`Remove the filter ${label}`}
          onClick={({ currentTarget: { previousElementSibling: its } }) => {
            // This button goes, that of the filter stays.
            if (its instanceof HTMLElement) its.focus();
            onRemove();
          }}
        >
          <X className="i i-s" aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
