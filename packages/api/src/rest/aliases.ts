export const API_PREFIX = '/api/v1';

/** Short paths that mean another call than the one of the same name below /api/v1. */
const SHORT: Readonly<Record<string, string>> = {
  '/login': '/auth/token',
  '/alerts': '/alerts/stream',
};

/**
 * The path below /api/v1 that a request means; existing clients call without the prefix. Null: the
 * request is below /api and not below /api/v1.
 */
export function apiPath(path: string): string | null {
  if (path.startsWith(`${API_PREFIX}/`)) return path.slice(API_PREFIX.length);
  if (path.startsWith('/api/') || path === '/api') return null;
  return SHORT[path] ?? path;
}
