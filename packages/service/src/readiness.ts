export interface Readiness {
  /** Degraded: works, but a part of it is away. */
  status: 'ready' | 'degraded' | 'unavailable';
  /** What was looked at, each in a few words; `ok` when all is well. */
  checks: Record<string, string>;
}

/**
 * For anybody: a reason may be a driver's, and name hosts that nobody outside knows of.
 *
 * @param open checks whose words are our own
 */
export function outlineOf(
  { status, checks }: Readiness,
  open: ReadonlySet<string> = new Set(),
): Readiness {
  const outline = Object.entries(checks).map(
    ([name, found]) => [name, found === 'ok' || open.has(name) ? found : 'amiss'] as const,
  );
  return { status, checks: Object.fromEntries(outline) };
}
