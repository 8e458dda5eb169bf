import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from '@intellisite/stack';
import { execa } from 'execa';

/** What looks like a secret, as secretlint prints it; empty: nothing does. */
type Findings = string;

const CONFIG = join(import.meta.dirname, '..', '.secretlintrc.json');
/** Pictures and lock files tell nothing; larger texts are not ours. */
const MOST_BYTES = 1_000_000;
const UNTOLD = /\.(png|jpe?g|gif|ico|woff2?|pdf)$|(^|\/)pnpm-lock\.yaml$/;

/** Secrets in the files that git knows, as they are now. */
export async function findSecretsInTree(): Promise<Findings> {
  const { stdout } = await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const files = stdout.split('\0').filter((file) => file !== '' && !UNTOLD.test(file));
  return await lint(ROOT, files);
}

/** Secrets in every version of every file that any branch has had; null where there is no history. */
export async function findSecretsInHistory(): Promise<Findings | null> {
  const { stdout, exitCode } = await git(['rev-list', '--objects', '--all']);
  if (exitCode !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-audit-'));
  try {
    const files: string[] = [];
    for (const line of stdout.split('\n')) {
      const [object = '', ...rest] = line.split(' ');
      const path = rest.join(' ');
      if (path === '' || UNTOLD.test(path)) continue;
      const blob = await git(['cat-file', 'blob', object]);
      if (blob.exitCode !== 0 || blob.stdout.length > MOST_BYTES) continue;
      // Named after where it was, so that a finding says where to look.
      const file = join(object, basename(path));
      mkdirSync(join(folder, object), { recursive: true });
      writeFileSync(join(folder, file), blob.stdout);
      files.push(file);
    }
    return await lint(folder, files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(args: readonly string[]) {
  return execa('git', args, { cwd: ROOT, reject: false, stripFinalNewline: false });
}

/** As many as fit into a command line. */
const FILES_AT_ONCE = 500;

async function lint(folder: string, files: readonly string[]): Promise<Findings> {
  const found: string[] = [];
  for (let from = 0; from < files.length; from += FILES_AT_ONCE) {
    const { exitCode, stdout, stderr } = await execa(
      'secretlint',
      [
        ...['--secretlintrc', CONFIG, '--maskSecrets', '--no-glob', '--no-color'],
        ...files.slice(from, from + FILES_AT_ONCE),
      ],
      { cwd: folder, preferLocal: true, localDir: join(import.meta.dirname, '..'), reject: false },
    );
    if (exitCode === 1) found.push(stdout.trim());
    else if (exitCode !== 0) throw new Error(`secretlint failed: ${stderr}`);
  }
  return found.join('\n');
}
