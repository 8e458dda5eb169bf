import { expect, it, onTestFinished } from 'vitest';
import { createPrisma, readActiveRules, setRule, type Prisma } from '../src/index.ts';
import { createTestStore } from './support.ts';

async function createTestPrisma(): Promise<Prisma> {
  const { url } = await createTestStore();
  const prisma = createPrisma({ databaseUrl: url, applicationName: 'test' });
  onTestFinished(() => prisma.$disconnect());
  return prisma;
}

const category = (...categories: string[]) => ({ kind: 'category' as const, categories });

it('a rule keeps its version while its definition stays the same', async () => {
  const prisma = await createTestPrisma();
  expect(await setRule(prisma, 'r', category('suv'))).toMatchObject({ changed: true, version: 1 });
  expect(await setRule(prisma, 'r', category('suv'))).toMatchObject({ changed: false, version: 1 });
  expect(await readActiveRules(prisma)).toMatchObject({ revision: 1 });
});

it('the same categories in another order are the same rule', async () => {
  const prisma = await createTestPrisma();
  await setRule(prisma, 'r', category('suv', 'van'));
  const again = await setRule(prisma, 'r', category('van', 'suv'));
  expect(again).toMatchObject({ changed: false, version: 1 });
});

it('a changed rule is a new version, and the revision moves', async () => {
  const prisma = await createTestPrisma();
  await setRule(prisma, 'r', category('suv'));
  expect(await setRule(prisma, 'r', category('van', 'pickup'))).toEqual({
    changed: true,
    before: category('suv'),
    version: 2,
  });
  const { revision, rules } = await readActiveRules(prisma);
  expect(revision).toBe(2);
  expect(rules).toEqual([
    expect.objectContaining({ name: 'r', version: 2, definition: category('van', 'pickup') }),
  ]);
});

it('indexers that start at the same time agree on one version', async () => {
  const prisma = await createTestPrisma();
  const results = await Promise.all([1, 2, 3, 4].map(() => setRule(prisma, 'r', category('suv'))));
  expect(results.filter(({ changed }) => changed)).toHaveLength(1);
  expect((await readActiveRules(prisma)).revision).toBe(1);
});
