import type { Prisma } from '../prisma.ts';

export type Transaction = Parameters<Parameters<Prisma['$transaction']>[0]>[0];

/**
 * Runs a change that can end somebody's access, alone among all such changes: what it reads stays true
 * until it commits (that another admin is left, that there are no users). `accessEnded` moves the
 * revision, so that everybody who remembers verified sessions forgets them when this commits.
 */
export async function changeAccess<T>(
  prisma: Prisma,
  change: (transaction: Transaction, accessEnded: () => Promise<void>) => Promise<T>,
): Promise<T> {
  return await prisma.$transaction(async (transaction) => {
    // First of all locks, so that no two of these wait for each other's rows.
    await transaction.$queryRaw`SELECT 1 FROM auth_state WHERE id = 1 FOR UPDATE`;
    return await change(transaction, async () => {
      await transaction.authState.update({
        where: { id: 1 },
        data: { revision: { increment: 1 } },
      });
    });
  });
}
