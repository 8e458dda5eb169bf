import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@intellisite/stack';

/** Settings of the containers, as `.env.example` lists them. */
const SETTING = /^#([A-Z_]+)=/gm;

/** The environment of the commands that are run, without what would change the system under test. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const settings = new Set([...example.matchAll(SETTING)].map(([, name]) => name));
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !settings.has(name) && !name.startsWith('COMPOSE_'),
    ),
  );
}
