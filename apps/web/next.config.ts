import { join } from 'node:path';
import type { NextConfig } from 'next';
import { MOUNTED_PATHS } from './src/host/mounted-paths.ts';

const config: NextConfig = {
  // Packages of the workspace are TypeScript from source.
  transpilePackages: ['@intellisite/api', '@intellisite/service'],
  // Loaded by Node from where they are: with native parts, files of their own, or threads.
  serverExternalPackages: [
    '@node-rs/argon2',
    'kafkajs',
    'lz4-napi',
    'pg',
    'pino',
    'pino-pretty',
    'prom-client',
    'snappy',
    'swagger-ui-dist',
  ],
  turbopack: { root: join(import.meta.dirname, '../..') },
  // Pages. Scripts and styles are compressed when they are built (server/static-files.ts); a stream says
  // "no-transform", and is never held back.
  compress: true,
  poweredByHeader: false,
  // To the API, a path with a slash at its end is another path.
  skipTrailingSlashRedirect: true,
  experimental: {
    // A view for which the role is too small answers 403: see auth/current-session.ts.
    authInterrupts: true,
    // What the router asks for while the server cannot be reached waits for it, instead of leaving the page.
    useOffline: true,
  },
  // `pnpm lint` does this, for all packages at once.
  typescript: { ignoreBuildErrors: true },
  rewrites: () =>
    Promise.resolve({
      beforeFiles: MOUNTED_PATHS,
      // What browsers ask for where a page names no icon, as one that is refused.
      afterFiles: [{ source: '/favicon.ico', destination: '/icon.svg' }],
      fallback: [],
    }),
  headers: () =>
    Promise.resolve([
      {
        source: '/_next/:path*',
        headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }],
      },
    ]),
};

export default config;
