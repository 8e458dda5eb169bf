import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { lookup } from 'mrmime';
import Negotiator from 'negotiator';
import { DATA_POLICY } from '../security/data-policy.ts';
import { isForwardedTls, tlsHeaders } from '../security/tls-headers.ts';
import { pathOf } from './request-target.ts';

/** Answers where it has what is asked for; tells whether it has. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

interface StaticFile {
  type: string;
  /** The same content by encoding; the first one that the client takes is sent. */
  contents: Map<string, Buffer>;
}

const URL_PREFIX = '/_next/static/';
/** As tooling/build/compress.mjs has written them beside the files. */
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
];
const YEAR_SECONDS = 31_536_000;

/**
 * The scripts and styles of the built pages, compressed since the build and kept in memory (some MB): those
 * of the pages that this process renders, whatever is built beside it meanwhile. Their names change with
 * their content, so whoever has one need not ask again.
 */
export function readStaticFiles(
  /** Of the Next application. */
  folder: string,
): StaticFiles {
  const files = readFiles(join(folder, '.next', 'static'));
  return (request, response) => {
    const { method, url = '' } = request;
    const file = method === 'GET' || method === 'HEAD' ? files.get(pathOf(url)) : undefined;
    if (!file) return false;
    const { type, contents } = file;
    const encodings = [...contents.keys()];
    const accepted = new Negotiator(request).encodings(encodings);
    const encoding = encodings.find((one) => accepted.includes(one)) ?? 'identity';
    const content = contents.get(encoding);
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': content?.length ?? 0,
      ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
      Vary: 'Accept-Encoding',
      'Cache-Control': `public, max-age=${String(YEAR_SECONDS)}, immutable`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': DATA_POLICY,
      ...tlsHeaders(isForwardedTls(request.headers['x-forwarded-proto'])),
    });
    response.end(method === 'HEAD' ? undefined : content);
    return true;
  };
}

function readFiles(folder: string): Map<string, StaticFile> {
  const paths = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const files = new Map<string, StaticFile>();
  for (const path of paths) {
    if (ENCODINGS.some(({ extension }) => path.endsWith(extension))) continue;
    const contents = new Map<string, Buffer>();
    for (const { name, extension } of ENCODINGS) {
      if (paths.has(path + extension)) contents.set(name, readFileSync(path + extension));
    }
    contents.set('identity', readFileSync(path));
    const url = URL_PREFIX + relative(folder, path).split(sep).map(encodeURIComponent).join('/');
    files.set(url, { type: typeOf(path), contents });
  }
  return files;
}

/** All text that the build writes is UTF-8. */
function typeOf(path: string): string {
  const type = lookup(path) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}
