import { clientAddress, deriveSecrets } from '@intellisite/api';
import type { WebSettings } from '../env.ts';
import type { AuthSettings } from './auth-settings.ts';

const DAY_SECONDS = 86_400;

type Source = Pick<
  WebSettings,
  'PUBLIC_URL' | 'TRUST_PROXY' | 'AUTH_SECRET' | 'AUTH_SECRET_PREVIOUS' | 'REFRESH_TOKEN_DAYS'
>;

export function createAuthSettings(settings: Source, logger: AuthSettings['logger']): AuthSettings {
  const { AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: previous } = settings;
  return {
    secrets: deriveSecrets({ current, previous }, 'web-session'),
    publicUrl: settings.PUBLIC_URL,
    secure: settings.PUBLIC_URL.startsWith('https:'),
    sessionSeconds: settings.REFRESH_TOKEN_DAYS * DAY_SECONDS,
    clientAddress: (peer, header) => clientAddress(peer, header, settings.TRUST_PROXY),
    logger,
  };
}
