import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@intellisite/service/testing';
import { ROOT } from '@intellisite/stack';
import { expect, onTestFinished, test } from 'vitest';
import { ask, logIn } from './support/ask.ts';
import { createInstallation } from './support/installation.ts';

/** The address in the README. */
const WRITTEN_URL = 'http://localhost:3000';

/** The commands of the README's section for integrators, as one script. */
function readScript(): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = /^## For integrators$([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^```sh$([\s\S]*?)^```$/gm)].map(([, block]) => block).join('\n');
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.runIf(hasCurl)(
  "every command of the README's section for integrators answers with the status that it names",
  async () => {
    const installation = await createInstallation();
    onTestFinished(() => installation.stop());
    installation.startIndexer();
    await installation.sendSuspicious(20);
    const { url } = await installation.startWeb();
    const token = await logIn(url, 'admin', installation.adminPassword());
    await eventually('all is indexed', async () => {
      const { body } = await ask(url, {
        path: '/api/v1/alerts',
        headers: { authorization: `Bearer ${token}` },
      });
      return (JSON.parse(body) as { total: number }).total === 20 ? true : null;
    });

    const script = readScript().replaceAll(WRITTEN_URL, url);
    const expected = [...script.matchAll(/\bcurl .*# (\d{3})$/gm)].map(([line, status]) => ({
      command: line.replace(/ # \d{3}$/, ''),
      status,
    }));
    expect(expected.length).toBeGreaterThan(40);
    // Told apart from what curl prints: one line for each answer, to standard error.
    const counted = `curl() { command curl "$@" -w '%{stderr}status %{http_code}\\n'; }\n${script}`;
    const { stderr } = await promisify(execFile)('bash', ['-c', counted], {
      cwd: installation.folder,
      maxBuffer: 64 * 1_024 * 1_024,
    }).catch((error: unknown) => error as { stderr: string });
    const statuses = [...stderr.matchAll(/^status (\d{3})$/gm)].map(([, status]) => status);
    expect(expected.map(({ command }, index) => ({ command, status: statuses[index] }))).toEqual(
      expected,
    );
  },
  240_000,
);
