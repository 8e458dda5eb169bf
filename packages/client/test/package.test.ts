import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { publint } from 'publint';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createIntellisiteClient, type IssuedTokens } from '../src/index.ts';
import { installClient, NODE, type InstalledClient } from './installed.ts';
import { readExamples, readReadme, runExample } from './readme-examples.ts';
import { adminClient, createInstallation, detections, suspicious, WITHIN } from './support.ts';

let installed: InstalledClient;
beforeAll(async () => {
  installed = await installClient();
}, 300_000);
afterAll(() => installed.remove());

const BROWSER: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
};

const TYPES = `
import {
  createIntellisiteClient, IntellisiteError, type Alert, type Detection, type IntellisiteRouter, type User,
} from '@intellisite/client';
import type { inferRouterInputs } from '@trpc/server';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function sure<T extends true>(): T;

const client = createIntellisiteClient({ url: 'https://intellisite.example', username: 'jo', password: 'x' });
const list = await client.api.detections.list.query({ make: ['Toyota', 'Kia'], year: 2011, limit: 10 });
sure<Same<(typeof list.data)[number], Detection>>();
sure<Same<typeof list.total, number>>();
const me = await client.api.users.me.query();
sure<Same<typeof me, User>>();
sure<Same<typeof me.role, 'viewer' | 'operator' | 'admin'>>();
const nothing = await client.api.users.disable.mutate({ id: me.id });
sure<Same<typeof nothing, void>>();
for await (const alert of client.alerts()) sure<Same<typeof alert, Alert>>();
for await (const row of client.detectionsAll({ order: 'oldest' })) sure<Same<typeof row, Detection>>();
for await (const row of client.exportDetections()) sure<Same<typeof row, Detection>>();
sure<Same<inferRouterInputs<IntellisiteRouter>['sessions']['end'], { id: string }>>();
const error = new IntellisiteError('not_found', { message: '' });
// @ts-expect-error
error.code === 'no_such_code';
// @ts-expect-error
await client.api.detections.list.query({ colour: 'red' });
// @ts-expect-error
await client.api.detections.list.query({ order: 'random' });
// @ts-expect-error
client.api.auth;
// @ts-expect-error
createIntellisiteClient({ url: 'https://intellisite.example' });
`;

describe('the package, as it is published', () => {
  test('holds what it needs and nothing of the workspace', async () => {
    const manifest = JSON.parse(
      await readFile(join(installed.packageFolder, 'package.json'), 'utf8'),
    ) as { dependencies: Record<string, string> };
    expect(Object.keys(manifest.dependencies)).toEqual([
      '@trpc/client',
      '@trpc/server',
      'eventsource-parser',
    ]);
    for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d/);
    for (const file of ['dist/index.js', 'dist/index.d.ts']) {
      const text = await readFile(join(installed.packageFolder, file), 'utf8');
      const imported = [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)];
      for (const [, name] of imported) expect(Object.keys(manifest.dependencies)).toContain(name);
    }
  });

  test('is the file that the README has people install', async () => {
    const [, named] = /^npm install \S*\/(\S+)/m.exec(await readReadme()) ?? [];
    expect(named).toBe(basename(installed.tarball));
  });

  test('is found by every tool that resolves packages', async () => {
    const { messages } = await publint({
      pkgDir: installed.packageFolder,
      pack: false,
      strict: true,
    });
    expect(messages).toEqual([]);
    await execa('attw', [installed.tarball, '--profile', 'esm-only', '--no-color'], {
      preferLocal: true,
      localDir: import.meta.dirname,
    });
  });

  test.each([
    ['a Node service', NODE],
    ['a page', BROWSER],
  ])('gives %s its types', async (_, options) => {
    await installed.write('types.ts', TYPES);
    expect(installed.compile(['types.ts'], options)).toBe('');
  });

  test('needs nothing of Node', async () => {
    const { warnings, outputFiles } = await build({
      stdin: {
        contents: `export * from '@intellisite/client'`,
        resolveDir: installed.folder,
      },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      minify: true,
      write: false,
    });
    expect(warnings).toEqual([]);
    // With all that it depends on.
    expect(outputFiles[0]!.contents.length).toBeLessThan(64 * 1024);
  });
});

/** What each example of the README prints, in its order. */
const PRINTED = [
  /^25 Toyotas, the newest of them a Land Cruiser$/m,
  /^Kia 48 jo viewer$/m,
  /^\d+: Toyota Land Cruiser at gate-1$/m,
  /^live$.*^1 Land Cruiser$/ms,
  /^\d+ detections as of \d+$.*Land Cruiser$/ms,
  /^9 SUVs of unknown cameras$/m,
  /^invalid_request 400 [\da-f-]+$.*^limit: /ms,
  /username: 'jo'/,
];

describe("the README's examples", () => {
  test('are right to the compiler', async () => {
    const examples = await readExamples();
    const files = examples.map(({ name }) => `${name}.ts`);
    await Promise.all(examples.map(({ name, code }) => installed.write(`${name}.ts`, code)));
    expect(installed.compile(files, NODE)).toBe('');
  });

  test('do what they say, and end by themselves', async () => {
    const installation = await createInstallation();
    const { url } = await installation.startApi();
    await installation.log.ingest(detections(100));
    const password = 'a staple for the horse';
    const jo = { username: 'jo', password };
    await adminClient(installation, url).api.users.create.mutate(jo);
    const onTokens = ({ refreshToken }: IssuedTokens): Promise<void> =>
      installed.write('refresh-token', refreshToken);
    await createIntellisiteClient({ url, ...jo, onTokens }).api.users.me.query();

    const examples = await readExamples();
    expect(examples).toHaveLength(PRINTED.length);
    for (const [index, example] of examples.entries()) {
      const expected = PRINTED[index]!;
      const { printed, kill, ended } = await runExample(installed, example, { url, password });
      if (example.endless) {
        await vi.waitFor(async () => {
          await installation.log.ingest(suspicious(1).map((row) => ({ ...row, source: 'gate-1' })));
          expect(printed()).toMatch(expected);
        }, WITHIN);
        kill();
      }
      const { stdout, stderr, exitCode } = await ended;
      expect(stdout, example.code).toMatch(expected);
      expect(stderr, example.code).toBe('');
      if (!example.endless) expect(exitCode, example.code).toBe(0);
    }
  }, 120_000);
});
