import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import ts from 'typescript';
import type { InstalledClient } from './installed.ts';

const BLOCK = /```ts\n(.*?)```/gs;
const URL_IN_EXAMPLES = 'https://intellisite.example';

/** A block of code from the README, as a module of its own. */
export interface Example {
  name: string;
  code: string;
  /** Whether it goes on until it is stopped. */
  endless: boolean;
}

export async function readReadme(): Promise<string> {
  return await readFile(new URL('../README.md', import.meta.url), 'utf8');
}

export async function readExamples(): Promise<Example[]> {
  const readme = await readReadme();
  const blocks = [...readme.matchAll(BLOCK)].map(([, code]) => code!);
  const begin = blocks[0]!;
  // Those that make no client go on with that of the first.
  const setup = begin.slice(0, begin.indexOf('});') + '});\n'.length);
  return blocks.map((code, index) => ({
    name: `example-${index + 1}`,
    code: code.includes('createIntellisiteClient(') ? code : setup + code,
    endless: code.includes('client.alerts('),
  }));
}

export interface RunningExample {
  /** So far. */
  printed: () => string;
  kill: () => void;
  ended: Promise<{ stdout: string; stderr: string; exitCode?: number | undefined }>;
}

/** Runs an example in a process of its own, against the API at `url`. */
export async function runExample(
  installed: InstalledClient,
  { name, code }: Example,
  { url, password }: { url: string; password: string },
): Promise<RunningExample> {
  const { outputText } = ts.transpileModule(code.replaceAll(URL_IN_EXAMPLES, url), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  await installed.write(`${name}.mjs`, outputText);
  const running = execa(process.execPath, [`${name}.mjs`], {
    cwd: installed.folder,
    env: { INTELLISITE_PASSWORD: password },
    reject: false,
    timeout: 60_000,
  });
  let printed = '';
  running.stdout.on('data', (bytes) => (printed += String(bytes)));
  return { printed: () => printed, kill: () => void running.kill(), ended: running };
}
