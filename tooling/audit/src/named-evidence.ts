import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@intellisite/stack';

const DOCUMENT = 'docs/security.md';
/** `file` "name of a test in it". */
const TEST = /`([\w./-]+\.(?:test|spec)\.ts)` "([^"]+)"/g;
const FILE = /`((?:apps|packages|tooling|tests|deploy|docs)\/[\w./@-]+)`/g;

/** Files and tests that docs/security.md names and that are not there. */
export function findMissingEvidence(): string[] {
  const text = readFileSync(join(ROOT, DOCUMENT), 'utf8');
  const files = [...text.matchAll(FILE)].map(([, file = '']) => file);
  const missing = files.filter((file) => !existsSync(join(ROOT, file)));
  for (const [, file = '', name = ''] of text.matchAll(TEST)) {
    if (missing.includes(file)) continue;
    if (!readFileSync(join(ROOT, file), 'utf8').includes(name)) missing.push(`${file}: ${name}`);
  }
  return [...new Set(missing)];
}
