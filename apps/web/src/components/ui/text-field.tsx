'use client';

import { useId, type ComponentProps } from 'react';
import { FieldNotes } from './field-notes.tsx';

/** A text to enter, with its label, a hint, and what was wrong with it. */
export function TextField({
  label,
  isOptional = false,
  hint,
  error = null,
  ...input
}: {
  label: string;
  isOptional?: boolean;
  hint?: string;
  error?: string | null;
} & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {isOptional ? <span className="ink-3 font-normal">optional</span> : null}
      </label>
      <input
        {...input}
        id={id}
        className="input"
        aria-invalid={error !== null}
        aria-describedby={`${id}-notes`}
      />
      <FieldNotes id={`${id}-notes`} hint={hint} error={error} />
    </div>
  );
}
