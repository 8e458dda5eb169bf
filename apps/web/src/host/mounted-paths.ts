/** Where the one route handler is that mounts the API. */
const MOUNT = '/api/mount';

/** Paths outside /api that are the API's; below /api, everything is. */
const EXACT = ['/openapi.json', '/health', '/ready', '/metrics', '/login', '/system'];
const WITH_ALL_BELOW = [
  '/docs',
  '/auth',
  '/users',
  '/sessions',
  '/detections',
  '/stats',
  '/vehicles',
  '/alerts',
  '/quarantine',
];

/** Rewrites for next.config.ts. The request keeps the address that was asked for. */
export const MOUNTED_PATHS = [...EXACT, ...WITH_ALL_BELOW.map((path) => `${path}/:path*`)].map(
  (source) => ({ source, destination: MOUNT + source }),
);

/** Whether Next hands the path to the API. */
export function isMounted(path: string): boolean {
  return (
    EXACT.includes(path) ||
    ['/api', ...WITH_ALL_BELOW].some((above) => path === above || path.startsWith(`${above}/`))
  );
}
