import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import ts from 'typescript';

const PACKAGE = fileURLToPath(new URL('../', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What whoever installs the client gets with it, and Node's types. */
const ALONGSIDE = ['@trpc/client', '@trpc/server', 'eventsource-parser', '@types/node'];

/** How a service compiles what it imports. */
export const NODE: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
};

/** The client as it is published, in a project of somebody who installed it. */
export interface InstalledClient {
  folder: string;
  /** The package as it would be published. */
  tarball: string;
  /** The client within the project. */
  packageFolder: string;
  write(name: string, text: string): Promise<void>;
  /** What the compiler has to say of these files; nothing when all is well. */
  compile(files: readonly string[], options: ts.CompilerOptions): string;
  remove(): Promise<void>;
}

export async function installClient(): Promise<InstalledClient> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'intellisite-client-')));
  // Only pnpm writes the catalog's versions into what it packs.
  const pnpm = process.env.npm_execpath;
  if (pnpm === undefined) throw new Error('Run it with `pnpm test`, which says where pnpm is.');
  const pack = ['run', 'client:pack', '--pack-destination', folder];
  const packed = await execa(process.execPath, [pnpm, ...pack], { cwd: ROOT });
  const tarball = packed.stdout.trim().split('\n').at(-1)!;
  const packageFolder = join(folder, 'node_modules/@intellisite/client');
  await mkdir(packageFolder, { recursive: true });
  await execa('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);
  for (const name of ALONGSIDE) {
    const link = join(folder, 'node_modules', name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(await realpath(join(PACKAGE, 'node_modules', name)), link);
  }
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'consumer', type: 'module' }));
  return {
    folder,
    tarball,
    packageFolder,
    write,
    compile(files, options) {
      const program = ts.createProgram(
        files.map((name) => join(folder, name)),
        { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, ...options },
      );
      // The project's own and the client's, declarations too; what is wrong within others is theirs.
      const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
      const wrong = [
        ...program.getConfigFileParsingDiagnostics(),
        ...program.getOptionsDiagnostics(),
        ...ours.flatMap((file) => [
          ...program.getSyntacticDiagnostics(file),
          ...program.getSemanticDiagnostics(file),
        ]),
      ];
      return ts.formatDiagnostics(wrong, {
        getCurrentDirectory: () => folder,
        getCanonicalFileName: (name) => name,
        getNewLine: () => '\n',
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
