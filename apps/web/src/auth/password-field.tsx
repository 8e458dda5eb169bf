'use client';

import { ArrowBigUp, Eye, EyeOff } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type Ref } from 'react';
import { useHydrated } from '../lib/use-hydrated.ts';
import { FieldNotes } from '../components/ui/field-notes.tsx';

export interface PasswordFieldProps {
  label: string;
  /** Id of what says that the last attempt was refused, where that stands elsewhere. */
  describedBy?: string;
  name?: string;
  autoComplete?: 'current-password' | 'new-password';
  hint?: string;
  /** What was wrong with it. */
  error?: string | null;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Where a password is entered, or chosen: it can be looked at, and Caps Lock is told of. */
export function PasswordField({
  label,
  describedBy = '',
  name = 'password',
  autoComplete = 'current-password',
  hint,
  error = null,
  autoFocus = false,
  ref,
}: PasswordFieldProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const [isCapsLock, setCapsLock] = useState(false);
  // Without scripts, the button would do nothing.
  const hasScripts = useHydrated();
  const lookAtCapsLock = (event: KeyboardEvent): void => {
    setCapsLock(event.getModifierState('CapsLock'));
  };
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="with-btn">
        <input
          ref={ref}
          className="input"
          id={id}
          name={name}
          type={isShown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1_024}
          required
          autoFocus={autoFocus}
          aria-invalid={error !== null}
          aria-describedby={`${describedBy} ${id}-notes ${id}-caps`.trim()}
          onKeyDown={lookAtCapsLock}
          onKeyUp={lookAtCapsLock}
          onBlur={() => {
            setCapsLock(false);
          }}
        />
        {hasScripts && (
          <button
            type="button"
            className="btn icon ghost"
            aria-label={isShown ? 'Hide password' : 'Show password'}
            title={isShown ? 'Hide password' : 'Show password'}
            onClick={() => {
              setShown(!isShown);
            }}
          >
            <Icon className="i" aria-hidden />
          </button>
        )}
      </div>
      <FieldNotes id={`${id}-notes`} hint={hint} error={error} />
      <p id={`${id}-caps`} role="status" className={isCapsLock ? 'hint row' : 'contents'}>
        {isCapsLock && (
          <>
            <ArrowBigUp className="i" aria-hidden />
            Caps Lock is on.
          </>
        )}
      </p>
    </div>
  );
}
