// Writes each file that gets smaller by it a second and a third time, as brotli and as gzip: once, as small
// as they get, instead of for each person who loads it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const folder = process.argv[2];
if (!folder) throw new Error('usage: compress.mjs FOLDER');

/** What is compressed already, such as fonts and pictures, is left alone. */
const TEXTS = new Set(['.css', '.js', '.json', '.map', '.svg', '.txt']);
/** A smaller one fits into one packet anyway. */
const SMALLEST_BYTES = 1_024;

const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);

/** @param {string} file */
async function compress(file) {
  const content = readFileSync(file);
  if (content.length < SMALLEST_BYTES) return;
  const [brotli, gzipped] = await Promise.all([
    asBrotli(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    asGzip(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (brotli.length < content.length) writeFileSync(`${file}.br`, brotli);
  if (gzipped.length < content.length) writeFileSync(`${file}.gz`, gzipped);
}

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && TEXTS.has(extname(entry.name))) {
    await compress(join(entry.parentPath, entry.name));
  }
}
