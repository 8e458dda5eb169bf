import {
  Counter,
  createHealthServer,
  createRegistry,
  type HealthServer,
  type Logger,
} from '@intellisite/service';
import type { ProducerSettings } from './env.ts';
import type { ProducerStatus } from './producer.ts';

export interface ProducerHealthOptions {
  settings: Pick<ProducerSettings, 'METRICS_HOST' | 'METRICS_TOKEN'>;
  /** 0 takes a free one. */
  port: number;
  status: () => ProducerStatus;
  logger: Logger;
}

/** Serves how it goes: /health, /ready (503 while Kafka does not answer) and /metrics. */
export function createProducerHealth(options: ProducerHealthOptions): HealthServer {
  const { settings, port, status, logger } = options;
  const registry = createRegistry('producer');
  new Counter({
    name: 'intellisite_produced_messages_total',
    help: 'Messages that Kafka has acknowledged',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(status().sent);
    },
  });
  return createHealthServer({
    host: settings.METRICS_HOST,
    port,
    readiness() {
      const { waitingFor } = status();
      return waitingFor === null
        ? { status: 'ready', checks: { kafka: 'ok' } }
        : { status: 'unavailable', checks: { kafka: `waiting for it ${waitingFor}` } };
    },
    registry,
    ...(settings.METRICS_TOKEN === undefined ? {} : { metricsToken: settings.METRICS_TOKEN }),
    logger,
  });
}
