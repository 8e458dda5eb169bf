import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';

export const metadata: Metadata = {
  title: 'Intellisite',
  description: 'Vehicles that the cameras see, and alerts for the suspicious ones.',
};

/** Every page is rendered for its request: the nonce of its policy is in it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
