'use client';

import { Theme } from '../components/theme.tsx';
import { PageFailure } from '../components/ui/page-failure.tsx';
import '../styles/globals.css';

/** Where not even the root layout could be rendered: it takes that one's place. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <title>Intellisite</title>
      </head>
      <body>
        {/* Rendered by the browser alone: there is no script before it, and nothing for a nonce to allow. */}
        <Theme nonce="">
          <main className="grid min-h-dvh">
            <PageFailure error={error} />
          </main>
        </Theme>
      </body>
    </html>
  );
}
