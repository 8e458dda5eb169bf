import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { LocaleProvider } from '../components/locale-provider.tsx';
import { Theme } from '../components/theme.tsx';
import { requestLocale } from '../lib/request-locale.ts';
import { StyleNonce } from '../security/style-nonce.tsx';
import '../styles/globals.css';

export const metadata: Metadata = {
  title: { default: 'Intellisite', template: '%s · Intellisite' },
  description: 'Vehicles that the cameras see, and alerts for the suspicious ones.',
};

/** Every page is rendered for its request: the nonce of its policy is in it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const locale = await requestLocale();
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    // The theme is chosen by a script before the page is shown, so its attribute is not the server's.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Theme nonce={nonce}>
          <StyleNonce nonce={nonce} />
          <LocaleProvider locale={locale}>{children}</LocaleProvider>
        </Theme>
      </body>
    </html>
  );
}
