import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';

/** A machine that does much else at the same time needs so long for what takes it a moment. */
const BUSY_MS = 30_000;

export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  outputDir: '../../node_modules/.cache/e2e',
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time has found something, too.
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: BUSY_MS },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: BUSY_MS,
    navigationTimeout: BUSY_MS,
    // Recorded for every test in case that it fails, a trace takes a quarter of the processor time. A failure
    // has its picture and the page in words; with `--trace=retain-on-failure`, it has a trace too.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS },
  },
  projects: [
    // Looks at what nobody sees after the first detection.
    { name: 'empty', testMatch: /empty\.spec\.ts/ },
    {
      name: 'views',
      testIgnore: /(empty|many-alerts|outage)\.spec\.ts/,
      dependencies: ['empty'],
    },
    // Floods every list of alerts.
    { name: 'flood', testMatch: /many-alerts\.spec\.ts/, dependencies: ['views'] },
    // Ends the server under every page: nobody else looks at one then.
    { name: 'outages', testMatch: /outage\.spec\.ts/, dependencies: ['flood'] },
  ],
});
