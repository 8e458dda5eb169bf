'use client';

import { ArrowBigUp, Eye, EyeOff } from 'lucide-react';
import { useId, useState, useSyncExternalStore, type KeyboardEvent, type Ref } from 'react';

export interface PasswordFieldProps {
  label: string;
  /** Id of what says that the last attempt was refused. */
  describedBy: string;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

const NEVER_CHANGES = () => () => undefined;

/** Where a password is entered to sign in: it can be looked at, and Caps Lock is told of. */
export function PasswordField({ label, describedBy, autoFocus = false, ref }: PasswordFieldProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const [isCapsLock, setCapsLock] = useState(false);
  // Without scripts, the button would do nothing.
  const hasScripts = useSyncExternalStore(
    NEVER_CHANGES,
    () => true,
    () => false,
  );
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
          name="password"
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1_024}
          required
          autoFocus={autoFocus}
          aria-describedby={`${describedBy} ${id}-caps`}
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
