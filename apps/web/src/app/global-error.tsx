'use client';

import { PageFailure } from '../components/ui/page-failure.tsx';
import '../styles/globals.css';

/** Where not even the root layout could be rendered: it takes that one's place. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <head>
        <title>Intellisite</title>
      </head>
      <body>
        <main className="grid min-h-dvh">
          <PageFailure error={error} />
        </main>
      </body>
    </html>
  );
}
