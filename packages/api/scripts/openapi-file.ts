import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { createOpenApiDocument } from '../src/rest/openapi-document.ts';
import { appRouter } from '../src/routers/app-router.ts';

/** Where the document is kept in the repository, so that a review shows what changes for integrators. */
export const OPENAPI_FILE = join(import.meta.dirname, '../../../docs/openapi.json');

/** The document as the file has it. */
export function openApiText(): string {
  const document = createOpenApiDocument(appRouter, { version: manifest.version });
  return `${JSON.stringify(document, null, 2)}\n`;
}
