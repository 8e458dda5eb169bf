import type { AuthSecrets } from '@intellisite/api';
import type { Logger } from '@intellisite/service';

/** What sign-ins need to know of the installation. */
export interface AuthSettings {
  /** For cookies alone, derived from AUTH_SECRET. */
  secrets: AuthSecrets;
  /** Origin of the pages. */
  publicUrl: string;
  /** Whether people reach the pages by TLS: then cookies never travel without. */
  secure: boolean;
  /** How long a sign-in is good for. */
  sessionSeconds: number;
  /** Address of the client, from that of the connection and the headers; a trusted proxy knows better. */
  clientAddress: (peer: string, header: (name: string) => string | undefined) => string;
  logger: Pick<Logger, 'error' | 'warn' | 'debug'>;
}

/** Shared with Next's own copy of this module, as the API is: see host/hosted-api.ts. */
const KEY = Symbol.for('intellisite.auth');
const shared = globalThis as { [KEY]?: AuthSettings };

export function shareAuthSettings(settings: AuthSettings): void {
  shared[KEY] = settings;
}

/** @throws Error where no API runs in this process */
export function sharedAuthSettings(): AuthSettings {
  const settings = shared[KEY];
  if (!settings) throw new Error('Nobody has set how people sign in: see create-hosted-api.ts.');
  return settings;
}
