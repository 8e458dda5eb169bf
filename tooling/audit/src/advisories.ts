import { ROOT } from '@intellisite/stack';
import { execa } from 'execa';

export type Advisories =
  | { asked: true; found: string[] }
  /** A registry can lack the service, or not be there. */
  | { asked: false; reason: string };

interface AuditReport {
  error?: { code: string; message: string };
  advisories?: Record<
    string,
    { module_name: string; severity: string; title: string; url: string; patched_versions: string }
  >;
}

/** Known flaws of high or critical severity in what is installed, the tools included. */
export async function findAdvisories(): Promise<Advisories> {
  const { stdout, stderr } = await execa('pnpm', ['audit', '--json', '--audit-level=high'], {
    cwd: ROOT,
    reject: false,
  });
  const report = parse(stdout);
  if (!report?.advisories) {
    const reason = report?.error?.message ?? (stderr || stdout);
    return { asked: false, reason: withoutAddresses(reason.trim().split('\n')[0] ?? '') };
  }
  const found = Object.values(report.advisories)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(
      (one) =>
        `${one.module_name}: ${one.title} (${one.severity}; mended in ${one.patched_versions}): ${one.url}`,
    );
  return { asked: true, found };
}

function parse(text: string): AuditReport | null {
  try {
    return JSON.parse(text) as AuditReport;
  } catch {
    return null;
  }
}

function withoutAddresses(text: string): string {
  return text.replaceAll(/\(at https?:[^)]*\) ?/g, '');
}
