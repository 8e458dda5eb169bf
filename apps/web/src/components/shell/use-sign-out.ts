'use client';

import { signOutHere } from '../../auth/sign-out.ts';
import { useToast } from '../ui/toasts.tsx';

/** Signs out, or says that it could not be done. */
export function useSignOut(): () => Promise<void> {
  const toast = useToast();
  return async () => {
    if (await signOutHere()) return;
    toast({
      kind: 'danger',
      title: 'You are still signed in',
      text: 'The server could not be reached. Try again in a moment.',
    });
  };
}
