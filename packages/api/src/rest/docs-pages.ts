import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';
import type { ApiResponse } from '../http/api-response.ts';
import type { Page } from '../http/handler.ts';

/** Nothing from elsewhere; Swagger UI sets styles on its elements and draws its icons as data. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Intellisite API</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** Swagger UI, served from its package, and the document that it shows. */
export function createDocsPages(document: unknown): ReadonlyMap<string, Page> {
  const folder = swaggerFolder();
  const json = JSON.stringify(document);
  const pages = new Map<string, Page>([
    ['/openapi.json', () => answer('application/json', json, 'no-cache')],
    ['/docs', () => answer('text/html; charset=utf-8', HTML, 'no-cache')],
    ['/docs/start.js', () => answer('text/javascript; charset=utf-8', START, 'no-cache')],
  ]);
  for (const [name, type] of Object.entries(ASSETS)) {
    let bytes: Buffer<ArrayBuffer> | null = null;
    pages.set(`/docs/${name}`, () =>
      answer(type, (bytes ??= readFileSync(join(folder, name))), 'public, max-age=3600'),
    );
  }
  return pages;
}

function answer(
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  caching: string,
): ApiResponse {
  return {
    status: 200,
    headers: {
      'Content-Type': type,
      'Cache-Control': caching,
      'Content-Security-Policy': POLICY,
    },
    body,
  };
}
