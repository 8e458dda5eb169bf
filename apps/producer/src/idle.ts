import type { Logger, Service } from '@intellisite/service';

const HOUR_MS = 3_600_000;

/**
 * Stands in for the producer where the rate is 0. It stays, because whatever watches over the
 * process would start one that ends again and again.
 */
export function createIdleProducer(logger: Logger): Service {
  let keepAlive: NodeJS.Timeout | undefined;
  return {
    logger,
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
