import { join } from 'node:path';
import { createApi, type Api } from '@intellisite/api';
import { writeSecretFile, type Logger } from '@intellisite/service';
import manifest from '../../package.json' with { type: 'json' };
import { shareAuthSettings } from '../auth/auth-settings.ts';
import { createAuthSettings } from '../auth/create-auth-settings.ts';
import { createSessionReader } from '../auth/session-cookie.ts';
import { setAuthUrl, type WebSettings } from '../env.ts';
import { setHostedApi } from './hosted-api.ts';

/** Makes the API of this process, for all that runs in it. It still has to be started. */
export function createHostedApi(settings: WebSettings, logger: Logger): Api {
  const auth = createAuthSettings(settings, logger);
  shareAuthSettings(auth);
  setAuthUrl(settings.PUBLIC_URL);
  const api = createApi({
    settings,
    version: manifest.version,
    logger,
    readSession: createSessionReader(auth),
    onFirstAdmin({ username, generatedPassword }) {
      if (generatedPassword === null) {
        logger.info({ username }, 'makes the first admin');
        return;
      }
      const file = join(settings.DATA_DIR, 'admin-password');
      writeSecretFile(file, generatedPassword);
      logger.info({ username, file }, 'makes the first admin; the file holds the password');
    },
  });
  setHostedApi(api);
  return api;
}
