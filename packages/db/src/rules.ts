import { z } from 'zod';
import type { Prisma } from './prisma.ts';

/** What a rule asks of a detection. More kinds will follow. */
export const ruleDefinition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('category'),
    /** Case-folded; a detection in any of them matches. None: the rule is off. */
    categories: z.array(z.string()),
  }),
]);
export type RuleDefinition = z.infer<typeof ruleDefinition>;

/** The current version of a rule. */
export interface ActiveRule {
  name: string;
  version: number;
  ruleVersionId: number;
  definition: RuleDefinition;
}

export interface ActiveRules {
  /** Moves with every change; the ingest transaction refuses batches matched with another one. */
  revision: number;
  rules: readonly ActiveRule[];
}

/** The rule that SUSPICIOUS_VEHICLE sets. */
export const SUSPICIOUS_VEHICLE_RULE = 'suspicious-vehicle';

export async function readActiveRules(prisma: Prisma): Promise<ActiveRules> {
  // One snapshot: a revision must not be read beside the rules of another.
  return await prisma.$transaction(readRules, { isolationLevel: 'RepeatableRead' });
}

type Transaction = Parameters<Parameters<Prisma['$transaction']>[0]>[0];

async function readRules(transaction: Transaction): Promise<ActiveRules> {
  const { rulesRevision } = await transaction.store.findUniqueOrThrow({ where: { id: 1 } });
  const rules = await transaction.rule.findMany({
    include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    orderBy: { id: 'asc' },
  });
  return {
    revision: rulesRevision,
    rules: rules.flatMap(({ name, versions }) =>
      versions.map(({ id, version, definition }) => ({
        name,
        version,
        ruleVersionId: id,
        definition: ruleDefinition.parse(definition),
      })),
    ),
  };
}

/**
 * Makes `definition` the current version of the rule unless it is that already. Running indexers
 * follow with their next batch.
 */
export async function setRule(
  prisma: Prisma,
  name: string,
  definition: RuleDefinition,
): Promise<{ changed: boolean; before: RuleDefinition | null; version: number }> {
  return await prisma.$transaction(async (transaction) => {
    // The ingest transaction reads the revision under this lock: no batch is committed in between.
    await transaction.$queryRaw`SELECT 1 FROM store WHERE id = 1 FOR UPDATE`;
    const rule = await transaction.rule.upsert({
      where: { name },
      create: { name },
      update: {},
      include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    });
    const current = rule.versions[0];
    const before = current ? ruleDefinition.parse(current.definition) : null;
    if (current && before && isSame(before, definition)) {
      return { changed: false, before, version: current.version };
    }
    const version = (current?.version ?? 0) + 1;
    await transaction.ruleVersion.create({ data: { ruleId: rule.id, version, definition } });
    await transaction.store.update({
      where: { id: 1 },
      data: { rulesRevision: { increment: 1 } },
    });
    return { changed: true, before, version };
  });
}

/** Two indexers that name the same categories in another order mean the same rule. */
function isSame(one: RuleDefinition, other: RuleDefinition): boolean {
  return isSubset(one, other) && isSubset(other, one);
}

function isSubset(one: RuleDefinition, other: RuleDefinition): boolean {
  return one.categories.every((category) => other.categories.includes(category));
}
