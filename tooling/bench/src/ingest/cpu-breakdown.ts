import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  samples: number[];
  timeDeltas: number[];
}

/** What a part of the bundle's code is for, by the path that esbuild writes above it; the first that fits. */
const WORK: readonly (readonly [RegExp, string])[] = [
  [/packages\/contracts\/|series-cache|byte-map|rule-matching/, 'decode and match'],
  [/batch-builder|copy-rows|packages\/db\/src\/blocks\//, 'encode rows and blocks'],
  [/relay\.ts|outbox|series-descriptions/, 'relay alerts'],
  [/kafkajs|packages\/kafka\//, 'Kafka client'],
  [/node_modules\/pg|packages\/db\//, 'Postgres client'],
];

/** Where the main thread of a bundled program spent its time, in parts (0 to 1) of the profile in the folder. */
export function cpuBreakdown(folder: string, program: string): Map<string, number> {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error(`There is no CPU profile in ${folder}.`);
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const sources = sourcesByLine(program);
  const kinds = new Map(profile.nodes.map(({ id, callFrame }) => [id, kindOf(callFrame, sources)]));
  const micros = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const kind = kinds.get(id) ?? 'other';
    micros.set(kind, (micros.get(kind) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
  return new Map(
    [...micros].map(([kind, value]) => [kind, value / total] as const).sort((a, b) => b[1] - a[1]),
  );
}

function kindOf(
  { functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame'],
  sources: readonly string[],
): string {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (!url.endsWith('main.js')) return 'Node itself';
  const source = sources[lineNumber] ?? '';
  return WORK.find(([pattern]) => pattern.test(source))?.[1] ?? 'other';
}

/** For each line of the bundle the path of the source that it came from. */
function sourcesByLine(program: string): string[] {
  let source = '';
  return readFileSync(program, 'utf8')
    .split('\n')
    .map((line) => {
      const path = /^\/\/ (\S+\.[cm]?[jt]s)$/.exec(line)?.[1];
      source = path ?? source;
      return source;
    });
}
