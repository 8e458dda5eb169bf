// `pnpm --silent sbom`: what production code is made of, with licences, as CycloneDX 1.6 on standard output.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@intellisite/stack';
import { listProductionPackages, type ListedPackage } from './production-packages.ts';

/** An expression of SPDX has operators; a single licence may be one that SPDX does not know. */
const EXPRESSION = /^\(.*\)$| (AND|OR|WITH) /;

function componentsOf({ name, versions, license, homepage }: ListedPackage): object[] {
  return versions.map((version) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      purl,
      licenses: [
        EXPRESSION.test(license) ? { expression: license } : { license: { name: license } },
      ],
      ...(homepage === undefined
        ? {}
        : { externalReferences: [{ type: 'website', url: homepage }] }),
    };
  });
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};
const packages = (await listProductionPackages()).toSorted((one, other) =>
  one.name < other.name ? -1 : 1,
);
const components = packages.flatMap(componentsOf);
// The same packages make the same document, so that two versions can be compared.
const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex');
const serial = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${serial}`,
  version: 1,
  metadata: {
    component: { type: 'application', name: manifest.name, version: manifest.version },
  },
  components,
};
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
