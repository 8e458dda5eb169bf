import type { Engine } from './engine.ts';
import type { Steps } from './steps.ts';

/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

const WRONG = [
  { service: 'producer', setting: 'DETECTIONS_PER_SECOND=many' },
  { service: 'indexer', setting: 'ON_OFFSET_GAP=shrug' },
  { service: 'api', setting: 'AUTH_SECRET=short' },
  { service: 'migrations', setting: 'DATABASE_URL_FILE=/nowhere' },
  { service: 'secrets', setting: 'POSTGRES_PASSWORD=another' },
] as const;

/** A wrong setting ends a container with a line that names it; what never comes is reported. */
export async function checkBadSettings(engine: Engine, { step }: Steps): Promise<void> {
  for (const { service, setting } of WRONG) {
    const [name = ''] = setting.split('=');
    await step(`${setting} ends ${service} with a line that names it`, async () => {
      const { exitCode, output } = await run(engine, service, setting);
      const lines = output.split('\n').filter((line) => line.includes(name));
      if (exitCode !== EXIT_CONFIG || lines.length !== 1) {
        throw new Error(`exit code ${exitCode}: ${output}`);
      }
    });
  }
  await step('a database that never comes is reported with what was tried', async () => {
    const { exitCode, output } = await run(
      engine,
      'migrations',
      'DATABASE_URL=postgres://nobody@nowhere.invalid/nothing',
      'DATABASE_URL_FILE=',
      'DATABASE_WAIT_SECONDS=2',
    );
    if (exitCode !== 1 || !output.includes('nowhere.invalid/nothing was not there within 2 s')) {
      throw new Error(`exit code ${exitCode}: ${output}`);
    }
  });
}

async function run(engine: Engine, service: string, ...settings: string[]) {
  return await engine.tryCompose([
    ...['run', '--rm', '--no-deps', '-T'],
    ...settings.flatMap((setting) => ['--env', setting]),
    service,
  ]);
}
