// Bundles one service for production: everything in one file, or in one for each of its threads, but
// what has native parts, which stay where the package manager put them (pnpm-workspace.yaml hoists
// them, so that the bundle finds them).
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const NATIVE = ['@node-rs/argon2', 'lz4-napi', 'snappy'];
/** Too large, and read from their own folders. */
const WHOLE = ['next', 'swagger-ui-dist'];
/** Asked for by a library in a branch that we never take. */
const NEVER_USED = ['pg-native'];

const entries = process.argv.slice(2);
if (entries.length === 0) throw new Error('usage: bundle.mjs ENTRY...');
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));

await build({
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
});
