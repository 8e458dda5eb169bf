import satisfies from 'spdx-satisfies';
import type { ListedPackage } from './production-packages.ts';

/** They ask for their text to be passed on, and nothing of what is built with them. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Zlib',
];

/** Single packages of other licences, and why they may be there. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'caniuse-lite': 'CC-BY-4.0: data that a build reads, with its author named',
  '@img/sharp-libvips': 'LGPL-3.0-or-later: a library of its own, loaded and not linked into ours',
};

/** What is used under a licence that nobody has looked at, one line each. */
export function findForeignLicences(packages: readonly ListedPackage[]): string[] {
  return packages
    .filter(({ name, license }) => !isAllowed(license) && !isException(name))
    .map(({ name, versions, license }) => `${name} ${versions.join(', ')}: ${license}`);
}

function isAllowed(license: string): boolean {
  try {
    return satisfies(license, ALLOWED);
  } catch {
    // No expression of SPDX.
    return false;
  }
}

/** Its builds for platforms have their names from it. */
function isException(name: string): boolean {
  return Object.keys(EXCEPTIONS).some((known) => name === known || name.startsWith(`${known}-`));
}
