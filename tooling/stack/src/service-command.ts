import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './root.ts';

const manifest = z.object({ scripts: z.object({ start: z.string() }) });

export type ServiceName = 'indexer' | 'producer' | 'web';

export interface ServiceCommand {
  command: string;
  args: string[];
}

/** How a service is run from its source. */
export function sourceCommand(name: ServiceName): ServiceCommand {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  return { command: process.execPath, args: [tsx, join(ROOT, 'apps', name, 'src', 'main.ts')] };
}

/**
 * How a built service is run, by this very Node: its own start script says with which flags (they
 * bound its memory).
 */
export function serviceCommand(name: ServiceName): ServiceCommand {
  const app = join(ROOT, 'apps', name);
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')));
  const [, ...args] = scripts.start.split(' ');
  return {
    command: process.execPath,
    args: args.map((arg) => (arg.startsWith('-') ? arg : join(app, arg))),
  };
}
