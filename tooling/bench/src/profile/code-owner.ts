import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '@intellisite/stack';
import type { CallFrame } from './cpu-profile.ts';

/** Whose code a frame is. */
export interface CodeOwner {
  /** A package of ours, a library, a module of Node, or what V8 does by itself. */
  group: string;
  isOurs: boolean;
  /** Where, for a person. */
  place: string;
}

/** Reads source maps, so that code in a bundle has the owner that it had before. */
export function createCodeOwners(): (frame: CallFrame) => CodeOwner {
  const maps = new Map<string, SourceMap | null>();

  function mapOf(file: string): SourceMap | null {
    let map = maps.get(file);
    if (map === undefined) {
      const mapFile = `${file}.map`;
      map = existsSync(mapFile)
        ? new SourceMap(JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMapPayload)
        : null;
      maps.set(file, map);
    }
    return map;
  }

  return (frame) => {
    const { functionName, url, lineNumber, columnNumber } = frame;
    const name = functionName === '' ? '(anonymous)' : functionName;
    if (url === '') return { group: nativeGroup(name), isOurs: false, place: name };
    if (url.startsWith('node:')) {
      const [, module = ''] = /^node:(?:internal\/)?([\w-]+)/.exec(url) ?? [];
      return { group: `node: ${module}`, isOurs: false, place: `${name} ${url}` };
    }
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
    const isMapped = entry !== undefined && 'originalSource' in entry;
    const source = isMapped ? resolve(dirname(file), entry.originalSource) : file;
    const line = isMapped ? entry.originalLine : lineNumber;
    return ownerOf(relative(ROOT, source), name, line + 1);
  };
}

function ownerOf(source: string, name: string, line: number): CodeOwner {
  const library = source.split('node_modules/').at(-1) ?? '';
  if (source.includes('node_modules/')) {
    const [first = '', second = ''] = library.split('/');
    const group = first.startsWith('@') ? `${first}/${second}` : first;
    return { group, isOurs: false, place: `${name} ${library}:${String(line)}` };
  }
  const [, group = source] = /^((?:apps|packages)\/[^/]+)/.exec(source) ?? [];
  return { group, isOurs: true, place: `${name} ${source}:${String(line)}` };
}

/** Calls into the kernel are among V8's own names: the profiler does not look into C++. */
function nativeGroup(name: string): string {
  if (name === '(garbage collector)' || name === '(idle)' || name === '(program)') return name;
  return 'C++ of Node and V8';
}
