export { withDeadline } from './deadline.ts';
export {
  createHealthServer,
  type HealthServer,
  type HealthServerOptions,
} from './health-server.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { mayReadMetrics, type MetricsReader } from './metrics-guard.ts';
export { Counter, createRegistry, Gauge, Histogram, Registry } from './metrics.ts';
export { outlineOf, type Readiness } from './readiness.ts';
export { retryForever, type RetryOptions } from './retry.ts';
export { runService, type RunOptions, type Service } from './run-service.ts';
export { keepSecretFile, readSecretFile, writeSecretFile } from './secret-file.ts';
export { parseSettings, setting, SettingsError, type SettingsOptions } from './settings.ts';
export { yieldThreadPool } from './thread-pool.ts';
