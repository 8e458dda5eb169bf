'use client';

import { useRef, useState, type RefObject, type SubmitEvent } from 'react';
import { enteredText } from './auth-form.ts';
import { signInWithPassword } from './password-sign-in.ts';
import type { SignInRefusal } from './sign-in-refusal.ts';

export interface PasswordSignIn {
  /** Of the last attempt. */
  refusal: SignInRefusal | null;
  isSigningIn: boolean;
  /** For the field, which a refusal leads back to. */
  password: RefObject<HTMLInputElement | null>;
  /** Of a form with the fields `username` and `password`. */
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
}

/** Signs in by a form that stays as it is when that is refused. */
export function usePasswordSignIn({
  refusedBefore = null,
  onSuccess,
}: {
  refusedBefore?: SignInRefusal | null;
  onSuccess: () => void;
}): PasswordSignIn {
  const [refusal, setRefusal] = useState(refusedBefore);
  const [isSigningIn, setSigningIn] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function signIn(form: FormData): Promise<void> {
    setSigningIn(true);
    const refused = await signInWithPassword({
      username: enteredText(form, 'username'),
      password: enteredText(form, 'password'),
    });
    if (!refused) {
      onSuccess();
      return;
    }
    setRefusal(refused);
    setSigningIn(false);
    password.current?.focus();
    password.current?.select();
  }

  return {
    refusal,
    isSigningIn,
    password,
    onSubmit(event) {
      event.preventDefault();
      if (!isSigningIn) void signIn(new FormData(event.currentTarget));
    },
  };
}
