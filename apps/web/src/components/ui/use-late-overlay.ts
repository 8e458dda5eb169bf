import { useCallback, useState } from 'react';
import { useLate, type Late } from '../../lib/late.ts';
import { useToast } from './toasts.tsx';

export interface LateOverlay<T> {
  isOpen: boolean;
  /** What lies over the page; null while it is closed or still loaded. */
  shown: T | null;
  /** Loads it, so that it is there when it is opened. */
  prepare: () => void;
  open: () => void;
  close: () => void;
}

/** Something that lies over the page and whose code comes when it is opened first. */
export function useLateOverlay<T>(late: Late<T>): LateOverlay<T> {
  const toast = useToast();
  const loaded = useLate(late);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback((): void => {
    setOpen(false);
  }, []);
  const open = useCallback((): void => {
    setOpen(true);
    late.want().catch(() => {
      setOpen(false);
      toast({
        kind: 'danger',
        title: 'This could not be opened',
        text: 'The server could not be reached. Try again in a moment.',
      });
    });
  }, [late, toast]);
  const prepare = useCallback((): void => {
    // Whoever opens it asks again, and says what failed.
    late.want().catch(() => undefined);
  }, [late]);
  return { isOpen, shown: isOpen ? loaded : null, prepare, open, close };
}
