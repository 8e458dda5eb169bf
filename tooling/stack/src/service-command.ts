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

function sourceOf(name: ServiceName): string {
  return join(ROOT, 'apps', name, 'src', 'main.ts');
}

/** How a service is run from its source, in the folder `ROOT`. */
export function sourceCommand(name: ServiceName): ServiceCommand {
  return { command: process.execPath, args: ['--import', 'tsx', sourceOf(name)] };
}

/** How a service is run from its source, anew after each change of it. */
export function watchCommand(name: ServiceName): ServiceCommand {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  return { command: process.execPath, args: [tsx, 'watch', sourceOf(name)] };
}

/**
 * How a built service is run, by this very Node: its own start script says with which flags (they
 * bound its memory).
 */
export function serviceCommand(name: ServiceName): ServiceCommand {
  const app = join(ROOT, 'apps', name);
  return {
    command: process.execPath,
    args: startScriptIn(app).map((arg) => (arg.startsWith('-') ? arg : join(app, arg))),
  };
}

/**
 * How the whole system is started, in the folder `ROOT`. It is Node itself and not the command `tsx`: that
 * kills with SIGKILL whatever program it runs when the program is too busy to take a signal within 60 ms.
 */
export function startCommand(): ServiceCommand {
  return { command: process.execPath, args: startScriptIn(ROOT) };
}

/** The arguments of `node`. */
function startScriptIn(folder: string): string[] {
  const { scripts } = manifest.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  return scripts.start.split(' ').slice(1);
}
