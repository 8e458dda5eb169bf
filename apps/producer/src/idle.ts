import type { Logger, Service } from '@intellisite/service';
import type { Producer } from './producer.ts';

const HOUR_MS = 3_600_000;

/**
 * Stands in for the producer where the rate is 0. It stays, because whatever watches over the
 * process would start one that ends again and again.
 */
export function createIdleProducer(logger: Logger): Service & Pick<Producer, 'status'> {
  let keepAlive: NodeJS.Timeout | undefined;
  return {
    logger,
    status: () => ({ sent: 0, waitingFor: null }),
    start() {
      logger.info('the rate is 0 (DETECTIONS_PER_SECOND or --rate): no detections are produced');
      keepAlive = setInterval(() => undefined, HOUR_MS);
      return Promise.resolve();
    },
    stop() {
      clearInterval(keepAlive);
      return Promise.resolve();
    },
  };
}
