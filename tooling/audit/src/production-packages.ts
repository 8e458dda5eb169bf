import { ROOT } from '@intellisite/stack';
import { execa } from 'execa';

export interface ListedPackage {
  name: string;
  versions: string[];
  /** As its manifest says: an SPDX expression, mostly. */
  license: string;
  homepage?: string;
}

/** What the services load, as it is installed: the tools of this repository and what they need are not among them. */
export async function listProductionPackages(): Promise<ListedPackage[]> {
  const { stdout } = await execa(
    'pnpm',
    ['--filter', './apps/*...', 'licenses', 'list', '--prod', '--json'],
    { cwd: ROOT },
  );
  const byLicence = JSON.parse(stdout) as Record<string, ListedPackage[]>;
  return Object.values(byLicence).flat();
}
