/** Names of the views, as the navigation has them, by the first part of their path below /dashboard. */
const VIEWS: Readonly<Record<string, string>> = {
  detections: 'Detections',
  stats: 'Statistics',
  alerts: 'Alerts',
  users: 'Users',
  system: 'System',
  profile: 'Profile',
};

/** What the view at an own path is called; null for the start of the dashboard, which needs no mention. */
export function nameOfView(path: string): string | null {
  const [, , first = ''] = path.split(/[/?#]/);
  return Object.hasOwn(VIEWS, first) ? (VIEWS[first] ?? null) : null;
}
