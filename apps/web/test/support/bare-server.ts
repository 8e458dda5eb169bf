// What the web server does with connections, without the API and the pages behind it.
import { createLogger, runService } from '@intellisite/service';
import { createHttpServer } from '../../src/server/http-server.ts';

/** More than the buffers between two sockets hold. */
const PAGE = Buffer.alloc(32 * 1_024 * 1_024);
const REQUESTS_MAY_TAKE_MS = 1_000;

runService({
  name: 'web',
  create() {
    const logger = createLogger({ name: 'web', level: 'info', pretty: false });
    const server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      api: { claims: () => false, listener: () => undefined },
      pages: {
        answer(_request, response) {
          response.end(PAGE);
        },
      },
      logger,
    });
    return {
      logger,
      async start() {
        logger.info(await server.start(), 'listening');
      },
      stop: () => server.stop(REQUESTS_MAY_TAKE_MS),
    };
  },
});
