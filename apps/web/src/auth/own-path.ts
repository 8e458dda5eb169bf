/** Where people go who were going nowhere else. */
export const HOME = '/dashboard';
export const SIGN_IN = '/sign-in';

const LONGEST = 2_048;
/** Stands for ours, whatever that is: what resolves to another one is somebody else's. */
const OWN_ORIGIN = 'http://own.invalid';

/**
 * Path and query of a view of the dashboard, read from `target` as a browser would read it; anything
 * else, and above all another site's address, becomes the start of the dashboard.
 */
export function ownPath(target: string | null | undefined): string {
  if (target === null || target === undefined || target.length > LONGEST) return HOME;
  if (!URL.canParse(target, OWN_ORIGIN)) return HOME;
  const { origin, pathname, search, hash } = new URL(target, OWN_ORIGIN);
  if (origin !== OWN_ORIGIN) return HOME;
  return isDashboard(pathname) ? pathname + search + hash : HOME;
}

export function isDashboard(pathname: string): boolean {
  return pathname === HOME || pathname.startsWith(`${HOME}/`);
}

/** The sign-in that leads to `target` afterwards. */
export function signInPath(target?: string | null, refusal?: Record<string, string>): string {
  const next = ownPath(target);
  const query = new URLSearchParams({ ...(next === HOME ? {} : { next }), ...refusal }).toString();
  return query === '' ? SIGN_IN : `${SIGN_IN}?${query}`;
}
