import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi, type ApiSettings } from '@intellisite/api';
import { createLogger, yieldThreadPool } from '@intellisite/service';
import type { ServeTask, Serving } from './served.ts';

// The API on Node's http server, as the production server has it ahead of Next. tsx has stack traces
// mapped to sources, which makes a refusal dearer than it is in production.
process.setSourceMapsEnabled(false);

process.once('message', (task: ServeTask) => {
  void run(task);
});

async function run({ databaseUrl, brokers, admin }: ServeTask): Promise<void> {
  await yieldThreadPool();
  const settings: ApiSettings = {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.split(','),
    KAFKA_SSL: false,
    DETECTIONS_TOPIC: 'bench.detections',
    ALERTS_TOPIC: 'bench.alerts',
    PUBLIC_URL: 'http://localhost:3000',
    // So that a flood can come from many addresses.
    TRUST_PROXY: true,
    CALLS_PER_ADDRESS: 4,
    // One user listens as often as is asked for.
    STREAMS_PER_USER: 1_000_000,
    CORS_ORIGINS: [],
    AUTH_SECRET: randomBytes(48).toString('base64'),
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ACCESS_TOKEN_MINUTES: 60,
    REFRESH_TOKEN_DAYS: 30,
  };
  const api = createApi({
    settings,
    version: 'bench',
    onFirstAdmin: () => undefined,
    logger: createLogger({ name: 'api', level: 'error' }),
  });
  const server = createServer(api.listener);
  server.listen(0, '127.0.0.1', () => {
    void api.start().then(() => {
      const { port } = server.address() as AddressInfo;
      process.send?.({ url: `http://127.0.0.1:${String(port)}` } satisfies Serving);
    });
  });
}
