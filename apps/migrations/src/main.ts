import { createLogger, runService } from '@intellisite/service';
import { readSettings } from './env.ts';
import { createMigrations } from './migrations.ts';

runService({
  name: 'migrations',
  create: () => {
    const settings = readSettings();
    const logger = createLogger({ name: 'migrations', level: settings.LOG_LEVEL });
    return { logger, ...createMigrations(settings, logger) };
  },
});
