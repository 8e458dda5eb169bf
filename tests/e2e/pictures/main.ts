// `pnpm pictures`: makes the pictures of the README anew, from the system that runs.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readStackSettings, ROOT } from '@intellisite/stack';
import { chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.ts';
import { signIn } from '../support/sign-in.ts';

interface Picture {
  /** In docs/pictures. */
  file: string;
  path: string;
  colorScheme: 'light' | 'dark';
  /** Brings the view to what the picture shows; its data is there. */
  prepare?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { file: 'overview.png', path: '/dashboard', colorScheme: 'light' },
  {
    file: 'detections.png',
    path: '/dashboard/detections?category=SUV',
    colorScheme: 'light',
    async prepare(page) {
      await page.locator('tbody tr').nth(4).click();
      await page.getByRole('complementary').getByText('Raised alert').waitFor();
    },
  },
  { file: 'statistics-dark.png', path: '/dashboard/stats', colorScheme: 'dark' },
];

const settings = readStackSettings();
const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
const context = await browser.newContext({
  baseURL: `http://localhost:${String(settings.PORT)}`,
  locale: 'en-GB',
  viewport: { width: 1440, height: 900 },
  // What moves is never the same twice.
  reducedMotion: 'reduce',
});
const page = await context.newPage();
await page.goto('/sign-in');
await signIn(page, {
  username: settings.ADMIN_USERNAME,
  password: readFileSync(resolve(settings.DATA_DIR, 'admin-password'), 'utf8').trim(),
});
await page.waitForURL('**/dashboard');
for (const { file, path, colorScheme, prepare } of PICTURES) {
  await page.emulateMedia({ colorScheme });
  await page.goto(path);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('.sk') === null);
  await prepare?.(page);
  await page.screenshot({ path: join(ROOT, 'docs', 'pictures', file) });
}
await browser.close();
