'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../lib/trpc.ts';
import { useToast } from '../ui/toasts.tsx';

/** What follows a change of a user: the list is read again, the dialog closes, and a toast says what was done. */
export function useUserChange(onClose: () => void): (done: string) => void {
  const api = useTRPC();
  const client = useQueryClient();
  const toast = useToast();
  return (done) => {
    void client.invalidateQueries({ queryKey: api.users.list.queryKey() });
    toast({ kind: 'ok', title: done });
    onClose();
  };
}
