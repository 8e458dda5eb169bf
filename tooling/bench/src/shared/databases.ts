import pg from 'pg';

/** The same server, another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Gives `use` an empty database that is gone afterwards. The server begins without a backlog of writes. */
export async function withFreshDatabase<T>(
  adminUrl: string,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('CREATE DATABASE bench');
    await admin.query('CHECKPOINT');
    return await use(databaseUrl(adminUrl, 'bench'));
  } finally {
    await admin.query('DROP DATABASE IF EXISTS bench WITH (FORCE)');
    await admin.end();
  }
}

export async function withClient<T>(
  url: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
