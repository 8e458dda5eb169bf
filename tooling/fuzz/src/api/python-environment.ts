import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, StackError } from '@intellisite/stack';
import { execa } from 'execa';

const REQUIREMENTS = join(import.meta.dirname, '../..', 'requirements.txt');
/** The oldest that schemathesis runs on. */
const OLDEST = [3, 11] as const;
const SUPPORTED = OLDEST.join('.');

/**
 * The program `schemathesis` of a virtual environment that has what requirements.txt pins, made if it
 * is not there yet.
 *
 * @throws StackError when Python, its venv module or the package index is missing
 */
export async function schemathesisProgram(onProgress: (message: string) => void): Promise<string> {
  const version = await pythonVersion();
  const digest = createHash('sha256').update(version).update(readFileSync(REQUIREMENTS));
  const folder = join(
    ROOT,
    'node_modules/.cache',
    `schemathesis-${digest.digest('hex').slice(0, 16)}`,
  );
  // The last thing that is written: without it, an earlier attempt was cut off.
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    onProgress(`installing schemathesis for Python ${version}`);
    await makeEnvironment(folder, onProgress);
    await installRequirements(folder);
    writeFileSync(complete, '');
  }
  return join(folder, 'bin', 'schemathesis');
}

async function pythonVersion(): Promise<string> {
  const { exitCode, stdout } = await execa('python3', ['--version'], { reject: false });
  const version = /^Python (\d+)\.(\d+)\.\S+/.exec(stdout);
  if (exitCode !== 0 || !version) {
    throw new StackError(
      `The API fuzzer needs Python ${SUPPORTED} or newer, and there is no python3. Install it (Debian: apt-get install python3-venv; macOS: brew install python).`,
    );
  }
  const [text, major, minor] = version;
  if (Number(major) !== OLDEST[0] || Number(minor) < OLDEST[1]) {
    throw new StackError(
      `The API fuzzer needs Python ${SUPPORTED} or newer, and python3 is ${text}. Put a newer one first on the PATH.`,
    );
  }
  return text.replace('Python ', '');
}

async function makeEnvironment(
  folder: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const make = () => execa('python3', ['-m', 'venv', '--clear', folder], { reject: false });
  if ((await make()).exitCode === 0) return;
  // Debian keeps the module in a package of its own.
  if (process.getuid?.() === 0) {
    onProgress('installing python3-venv with apt-get');
    await execa('apt-get', ['update', '-qq'], { reject: false });
    await execa('apt-get', ['install', '-y', '-qq', 'python3-venv'], { reject: false });
  }
  const { exitCode, stdout, stderr } = await make();
  if (exitCode === 0) return;
  const reason = lastLine(`${stderr}\n${stdout}`);
  throw new StackError(
    `The API fuzzer needs Python's venv module, which does not work (${reason}). Install it (Debian: apt-get install python3-venv).`,
  );
}

async function installRequirements(folder: string): Promise<void> {
  const { exitCode, stderr } = await execa(
    join(folder, 'bin', 'python3'),
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'],
      // What is pinned, byte for byte, and nothing that runs code of its own while it is installed.
      ...['--require-hashes', '--only-binary', ':all:', '--requirement', REQUIREMENTS],
    ],
    { reject: false },
  );
  if (exitCode === 0) return;
  throw new StackError(
    `The API fuzzer could not be installed from PyPI (${lastLine(stderr)}). See that pip reaches a package index (pip config list), then try again.`,
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
