import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import type { Api } from '@intellisite/api';
import type { Logger } from '@intellisite/service';
import type { WebSettings } from '../env.ts';
import { setBuiltConfig } from '../next/env.ts';
import { sendProblem } from './problem-answer.ts';
import { readStaticFiles, type StaticFiles } from './static-files.ts';

export interface PagesOptions {
  /** Of the Next application. */
  folder: string;
  settings: Pick<WebSettings, 'HOST' | 'PORT'>;
  development: boolean;
  takeTurn: Api['takePageTurn'];
  logger: Logger;
}

/** The pages, as Next renders them. What is asked for before Next is up waits for it. */
export interface Pages {
  start(): Promise<void>;
  stop(): Promise<void>;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Of the development server's own connection to its pages. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createPages(options: PagesOptions): Pages {
  const { folder, settings, development, takeTurn, logger } = options;
  let staticFiles: StaticFiles = () => false;
  /** Next takes upgrades of the server it is given: of this one, which never listens. */
  const httpServer = createServer();

  async function load() {
    // Next looks for what its configuration imports from here on, not from where that lies.
    if (development) process.chdir(folder);
    else {
      setBuiltConfig(readBuiltConfig(folder));
      staticFiles = readStaticFiles(folder);
    }
    // Loaded late: it is large, and what it loads depends on NODE_ENV.
    const { default: next } = await import('next');
    return next({
      dev: development,
      dir: folder,
      hostname: settings.HOST,
      port: settings.PORT,
      httpServer,
    });
  }

  let app: ReturnType<typeof load> | null = null;
  let answerOf: Promise<Answer> | null = null;

  async function prepare(): Promise<Answer> {
    app ??= load();
    const loaded = await app;
    await loaded.prepare();
    return loaded.getRequestHandler();
  }

  function failed(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    logger.error({ err: error, url: request.url }, 'a page failed');
    if (response.headersSent) response.destroy();
    else sendProblem(response, 'internal');
  }

  return {
    async start() {
      answerOf ??= prepare();
      await answerOf;
    },
    async stop() {
      await (await app)?.close();
    },
    answer(request, response) {
      (answerOf ??= prepare())
        .then(async (answer) => {
          if (staticFiles(request, response)) return;
          const wasItsTurn = await takeTurn(request, response, () => answer(request, response));
          if (!wasItsTurn && !response.destroyed) sendProblem(response, 'busy');
        })
        .catch((error: unknown) => {
          failed(error, request, response);
        });
    },
    upgrade(request, socket, head) {
      // Next listens there since it answered its first page, which is what opens such a connection.
      if (!httpServer.emit('upgrade', request, socket, head)) socket.destroy();
    },
  };
}

/**
 * The configuration that the pages were built with. From its source, Next would compile it anew at each
 * start, which costs 0.3 s and 60 MB.
 */
function readBuiltConfig(folder: string): unknown {
  const file = join(folder, '.next', 'required-server-files.json');
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { config: unknown }).config;
  } catch (error) {
    throw new Error('The pages are not built: run "pnpm build".', { cause: error });
  }
}
