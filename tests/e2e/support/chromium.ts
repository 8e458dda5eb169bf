import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { execaSync } from 'execa';

/** Of distributions, where Playwright's own cannot be had or is not wanted. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** It looks for nothing on its own; root has no sandbox. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The browser that the tests use: Playwright's own or the machine's. Where there is none, Playwright's is
 * installed, or Debian's.
 *
 * @throws Error that says what to do where neither can be had
 */
export function findChromium(): string {
  const found = lookForChromium();
  if (found !== null) return found;
  execaSync('playwright', ['install', 'chromium'], { preferLocal: true, reject: false });
  const playwrights = lookForChromium();
  if (playwrights !== null) return playwrights;
  if (process.getuid?.() === 0) {
    execaSync('apt-get', ['update', '-qq'], { reject: false });
    execaSync('apt-get', ['install', '-y', '-qq', 'chromium'], { reject: false });
  }
  const debians = lookForChromium();
  if (debians !== null) return debians;
  throw new Error(
    'The tests in a browser need Chromium. Install it: npx playwright install chromium, or with Debian apt-get install chromium.',
  );
}

function lookForChromium(): string | null {
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path)) ?? null;
}
