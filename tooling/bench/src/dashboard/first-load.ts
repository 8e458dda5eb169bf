import { gzipSync } from 'node:zlib';
import type { SignedInBrowser } from './browser.ts';

export interface FirstLoad {
  scripts: number;
  bytes: number;
  /** Compressed by gzip, which every client takes. */
  gzipped: number;
  /** As they came over the network, in the encoding that the server chose. */
  transferred: number;
}

/** The JavaScript that a view loads, in a browser that has none of it, until it is live. */
export async function measureFirstLoad(browser: SignedInBrowser, path: string): Promise<FirstLoad> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const loading: Promise<FirstLoad>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    loading.push(
      (async () => {
        const response = await request.response();
        const body = (await response?.body()) ?? Buffer.alloc(0);
        const { responseBodySize } = await request.sizes();
        return {
          scripts: 1,
          bytes: body.length,
          gzipped: gzipSync(body).length,
          transferred: responseBodySize,
        };
      })(),
    );
  });
  await page.goto(path, { waitUntil: 'load' });
  await page.getByText('Live', { exact: true }).waitFor();
  const loaded = await Promise.all(loading);
  await context.close();
  const sum = (member: keyof FirstLoad): number =>
    loaded.reduce((total, script) => total + script[member], 0);
  return {
    scripts: sum('scripts'),
    bytes: sum('bytes'),
    gzipped: sum('gzipped'),
    transferred: sum('transferred'),
  };
}
