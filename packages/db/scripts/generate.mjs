// Makes src/generated: the Prisma client, and the migrations as a module, so that a bundled service
// knows which schema it was built for and can apply it without files beside it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const here = fileURLToPath(new URL('../', import.meta.url));
const out = fileURLToPath(new URL('../src/generated/', import.meta.url));
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

// The CLI fetches a schema engine unless this names an executable; `generate` never runs it.
execFileSync(process.execPath, [cli, 'generate', '--no-hints'], {
  cwd: here,
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});

const dir = join(root, 'prisma/migrations');
const migrations = readdirSync(dir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, sql: readFileSync(join(dir, name, 'migration.sql'), 'utf8') }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, 'migrations.ts'),
  `export const migrations: readonly { readonly name: string; readonly sql: string }[] = ${JSON.stringify(migrations, null, 2)};
`,
);
