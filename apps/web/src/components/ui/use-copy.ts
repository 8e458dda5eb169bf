import { useToast } from './toasts.tsx';

/** Copies a text and says whether that worked: browsers allow it to pages from localhost and over TLS alone. */
export function useCopy(): (text: string) => Promise<void> {
  const toast = useToast();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ kind: 'ok', title: 'Copied' });
    } catch {
      toast({
        kind: 'danger',
        title: 'Not copied',
        text: 'The browser does not let this page copy. Select the text and copy it yourself.',
      });
    }
  };
}
