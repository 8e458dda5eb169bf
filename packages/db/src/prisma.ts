import { PrismaPg } from '@prisma/adapter-pg';
import { createPool, type ConnectionOptions } from './connection.ts';
import { PrismaClient } from './generated/prisma/client.ts';

export type Prisma = PrismaClient;

/** The client for everything that is not the hot path. Connects with its first query. */
export function createPrisma(options: ConnectionOptions): Prisma {
  return new PrismaClient({
    adapter: new PrismaPg(createPool(options, 2), { disposeExternalPool: true }),
    errorFormat: 'minimal',
  });
}
