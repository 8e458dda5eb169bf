import type { Api } from '@intellisite/api';

/**
 * Next bundles what runs in it anew, so that a module of this process and the same module of Next's are
 * two: they share the API by a name in the registry of symbols.
 */
const KEY = Symbol.for('intellisite.api');
const shared = globalThis as { [KEY]?: Api };

/** The API of this process; undefined before somebody has set it. */
export function hostedApi(): Api | undefined {
  return shared[KEY];
}

export function setHostedApi(api: Api): void {
  shared[KEY] = api;
}
