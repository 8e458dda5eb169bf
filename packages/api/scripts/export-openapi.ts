// `pnpm openapi:export [file]`: writes the OpenAPI document, to docs/openapi.json unless a file is named.
import { writeFileSync } from 'node:fs';
import { OPENAPI_FILE, openApiText } from './openapi-file.ts';

const [file = OPENAPI_FILE] = process.argv.slice(2);
writeFileSync(file, openApiText());
