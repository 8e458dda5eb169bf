// The web server; `main.js admin-reset [USERNAME]` lets whoever runs it in again.
import { createLogger, runService, SettingsError } from '@intellisite/service';
import { resetAdminPassword } from './admin-reset.ts';
import { readSettings, setNodeEnvironment } from './env.ts';
import { createWeb } from './web.ts';

/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

const [command, username] = process.argv.slice(2);

if (command === 'admin-reset') {
  try {
    await resetAdminPassword(username);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`web: ${error.message}\n`);
    process.exitCode = EXIT_CONFIG;
  }
} else {
  runService({
    name: 'web',
    create: () => {
      const development = command === '--dev';
      setNodeEnvironment(development);
      const settings = readSettings();
      const logger = createLogger({ name: 'web', level: settings.LOG_LEVEL });
      return { logger, ...createWeb({ settings, development, logger }) };
    },
  });
}
