import { createLogger, runService } from '@intellisite/service';
import { readSettings } from './env.ts';
import { createIndexer } from './indexer.ts';

runService({
  name: 'indexer',
  create: () => {
    const settings = readSettings();
    const logger = createLogger({ name: 'indexer', level: settings.LOG_LEVEL });
    return { logger, ...createIndexer(settings, logger) };
  },
});
