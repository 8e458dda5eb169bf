// Bundles one service for production: everything in one file, or in one for each of its threads, but
// what has native parts, which stay where the package manager put them (pnpm-workspace.yaml hoists
// them, so that the bundle finds them).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build, transformSync } from 'esbuild';

const NATIVE = ['@node-rs/argon2', 'lz4-napi', 'snappy'];
/** Too large, and read from their own folders. */
const WHOLE = ['next', 'swagger-ui-dist'];
/** Asked for by a library in a branch that we never take. */
const NEVER_USED = ['pg-native'];

const entries = process.argv.slice(2);
if (entries.length === 0) throw new Error('usage: bundle.mjs ENTRY...');
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));

const { outputFiles } = await build({
  entryPoints: entries,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'linked',
  external: [...NATIVE, ...WHOLE, ...NEVER_USED],
  // CommonJS libraries ask for Node's own modules by `require`.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); // ${name} ${version}`,
  },
  logLevel: 'warning',
  write: false,
});
mkdirSync('dist', { recursive: true });
for (const { path, text } of outputFiles) writeFileSync(path, inOneByte(path, text));

/**
 * V8 holds a source in memory with two bytes for each character if one of them needs two. Only comments have
 * such ones: esbuild escapes those of code.
 */
function inOneByte(path, text) {
  if (!path.endsWith('.js')) return text;
  const ascii = text.replaceAll(/\P{ASCII}/gu, '?');
  if (withoutComments(ascii) !== withoutComments(text)) {
    throw new Error(`${path} has other characters than ASCII outside of comments.`);
  }
  return ascii;
}

function withoutComments(text) {
  return transformSync(text, { minifyWhitespace: true, legalComments: 'none' }).code;
}
