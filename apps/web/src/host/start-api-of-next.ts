import { createLogger } from '@intellisite/service';
import { readSettings } from '../env.ts';
import { createHostedApi } from './create-hosted-api.ts';

/**
 * Runs the API in a process that Next has started (`next dev`, `next start`), for as long as that lives.
 * Next ends it only when every answer has ended, so the streams end on the same signals.
 *
 * Throws `SettingsError`.
 */
export function startApiOfNext(): void {
  const settings = readSettings();
  const logger = createLogger({ name: 'web', level: settings.LOG_LEVEL });
  const api = createHostedApi(settings, logger);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      api.stop().catch((error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
      });
    });
  }
  // Not waited for: meanwhile /health and /ready say how far it is.
  api.start().catch((error: unknown) => {
    logger.fatal({ err: error }, 'cannot start');
    process.exit(1);
  });
}
