// Bundles one service for production: our TypeScript inlined, packages from the registry left outside,
// so that native parts and licences stay where the package manager put them.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const entry = process.argv[2];
if (!entry) throw new Error('usage: bundle.mjs ENTRY');
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));

await build({
  entryPoints: [entry],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  define: { __SERVICE_NAME__: JSON.stringify(name), __SERVICE_VERSION__: JSON.stringify(version) },
  plugins: [
    {
      name: 'external-registry-packages',
      setup({ onResolve }) {
        onResolve({ filter: /^[^./]/ }, ({ path }) =>
          path.startsWith('@intellisite/') ? undefined : { path, external: true },
        );
      },
    },
  ],
});
