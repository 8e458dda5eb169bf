import { createLogger, runService } from '@intellisite/service';
import { readSettings, setNodeEnvironment } from './env.ts';
import { createWeb } from './web.ts';

const development = process.argv.includes('--dev');

runService({
  name: 'web',
  create: () => {
    setNodeEnvironment(development);
    const settings = readSettings();
    const logger = createLogger({ name: 'web', level: settings.LOG_LEVEL });
    return { logger, ...createWeb({ settings, development, logger }) };
  },
});
