import { PrismaPg } from '@prisma/adapter-pg';
import type { ConnectionOptions } from './connection.ts';
import { PrismaClient } from './generated/prisma/client.ts';

export type Prisma = PrismaClient;

/** The client for everything that is not the hot path. Connects with its first query. */
export function createPrisma({ databaseUrl, applicationName }: ConnectionOptions): Prisma {
  return new PrismaClient({
    adapter: new PrismaPg({
      connectionString: databaseUrl,
      application_name: applicationName,
      max: 2,
      connectionTimeoutMillis: 5_000,
    }),
    errorFormat: 'minimal',
  });
}
