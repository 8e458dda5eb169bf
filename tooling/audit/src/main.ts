// `pnpm audit:security`: known flaws, foreign licences, secrets; the list of parts is `pnpm --silent sbom`.
import { Command } from 'commander';
import { findAdvisories } from './advisories.ts';
import { findForeignLicences } from './licences.ts';
import { findMissingEvidence } from './named-evidence.ts';
import { listProductionPackages } from './production-packages.ts';
import { findSecretsInHistory, findSecretsInTree } from './secrets.ts';

const program = new Command('pnpm audit:security')
  .description('Looks for known flaws, foreign licences and secrets.')
  .option('--quick', 'only what needs neither a registry nor the history')
  .parse();
const { quick = false } = program.opts<{ quick?: boolean }>();

interface Finding {
  passed: boolean;
  what: string;
  details?: string;
}

async function licences(): Promise<Finding> {
  const packages = await listProductionPackages();
  const foreign = findForeignLicences(packages);
  return foreign.length === 0
    ? {
        passed: true,
        what: `licences: all ${String(packages.length)} packages of production have one of the list`,
      }
    : { passed: false, what: 'licences that nobody has looked at', details: foreign.join('\n') };
}

function evidence(): Promise<Finding> {
  const missing = findMissingEvidence();
  return Promise.resolve(
    missing.length === 0
      ? { passed: true, what: 'docs/security.md: every file and test that it names is there' }
      : {
          passed: false,
          what: 'docs/security.md names what is not there',
          details: missing.join('\n'),
        },
  );
}

async function secretsInTree(): Promise<Finding> {
  const found = await findSecretsInTree();
  return found === ''
    ? { passed: true, what: 'secrets: none in the files' }
    : { passed: false, what: 'secrets in the files', details: found };
}

async function secretsInHistory(): Promise<Finding> {
  const found = await findSecretsInHistory();
  if (found === null)
    return { passed: false, what: 'history: there is none here, look where it is' };
  return found === ''
    ? { passed: true, what: 'secrets: none in the history' }
    : { passed: false, what: 'secrets in the history', details: found };
}

async function advisories(): Promise<Finding> {
  const result = await findAdvisories();
  if (!result.asked) {
    return {
      passed: false,
      what: 'known flaws: NOT ASKED, the registry does not answer',
      details: result.reason,
    };
  }
  return result.found.length === 0
    ? { passed: true, what: 'known flaws: none of high or critical severity' }
    : { passed: false, what: 'known flaws', details: result.found.join('\n') };
}

const checks = quick
  ? [licences, evidence, secretsInTree]
  : [licences, evidence, secretsInTree, secretsInHistory, advisories];
for (const check of checks) {
  const { passed, what, details } = await check();
  console.log(`${passed ? 'passed' : 'FAILED'}  ${what}`);
  if (details !== undefined) console.log(details);
  if (!passed) process.exitCode = 1;
}
