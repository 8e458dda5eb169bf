import type { Logger } from '@intellisite/service';
import { logLevel, type logCreator } from 'kafkajs';

/** kafkajs formats a line for each request at its lowest level: only when someone wants to see them. */
export function kafkajsLogLevel(logger: Logger): logLevel {
  if (logger.isLevelEnabled('trace')) return logLevel.DEBUG;
  return logger.isLevelEnabled('debug') ? logLevel.INFO : logLevel.NOTHING;
}

/** What kafkajs adds to a line depends on who writes it. */
interface KafkajsEntry {
  message: string;
  error?: unknown;
  broker?: unknown;
  groupId?: unknown;
  retryCount?: unknown;
}

/**
 * kafkajs reports every single retry as an error. Whoever owns a client says once what it waits for,
 * so these lines are for someone who looks closer.
 */
export function createLogCreator(logger: Logger): logCreator {
  return () =>
    ({ namespace, level, log }) => {
      const { message, error, broker, groupId, retryCount } = log as KafkajsEntry;
      const details = { kafkajs: namespace, level: logLevel[level], broker, groupId, retryCount };
      const reason = error instanceof Error ? error.message : error;
      logger[level === logLevel.DEBUG ? 'trace' : 'debug'](
        { ...details, kafkajsError: reason },
        `kafkajs: ${message}`,
      );
    };
}
