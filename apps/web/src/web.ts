import { join } from 'node:path';
import { yieldThreadPool, type Logger } from '@intellisite/service';
import type { WebSettings } from './env.ts';
import { createHostedApi } from './host/create-hosted-api.ts';
import { createHttpServer } from './server/http-server.ts';
import { createPages } from './server/pages.ts';

export interface WebOptions {
  settings: WebSettings;
  /** Compile pages as they are asked for. */
  development: boolean;
  logger: Logger;
}

export interface Web {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Of apps/web: above src as above dist. */
const APP_FOLDER = join(import.meta.dirname, '..');
/** Less than `runService` allows for all of it. */
const REQUESTS_MAY_TAKE_MS = 8_000;

/** The API and the pages on one port, with the API ahead of Next. */
export function createWeb({ settings, development, logger }: WebOptions): Web {
  const api = createHostedApi(settings, logger);
  const pages = createPages({
    folder: APP_FOLDER,
    settings,
    development,
    takeTurn: api.takePageTurn,
    logger,
  });
  const server = createHttpServer({
    host: settings.HOST,
    port: settings.PORT,
    api,
    pages,
    ...(development ? { upgrade: pages.upgrade } : {}),
    logger,
  });
  let stopping = false;

  return {
    async start() {
      // A flood of logins is hashed there, and is no reason for others to wait.
      await yieldThreadPool();
      // Before all that takes time: /health and /ready answer while the rest is waited for.
      const { port } = await server.start();
      logger.info({ host: settings.HOST, port, url: settings.PUBLIC_URL }, 'listening');
      try {
        await Promise.all([api.start(), pages.start()]);
      } catch (error) {
        if (!stopping) throw error;
      }
    },
    async stop() {
      stopping = true;
      // Streams end by the API's word; then what is under way has ended soon.
      await Promise.all([api.stop(), server.stop(REQUESTS_MAY_TAKE_MS)]);
      await pages.stop();
    },
  };
}
