'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';

/** Light or dark: as the person has chosen on this device, else as the system has it. */
export function Theme({
  nonce,
  children,
}: {
  /** Of the script that chooses before the page is shown. */
  nonce: string;
  children: ReactNode;
}) {
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableColorScheme={false}
      nonce={nonce}
    >
      {children}
    </ThemeProvider>
  );
}
