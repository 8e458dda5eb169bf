import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import pg from 'pg';
import { fixed } from './table.ts';

/** Prints what the figures were measured on. */
export async function printMachine(postgresUrl: string): Promise<void> {
  for (const line of await describeMachine(postgresUrl)) console.log(line);
}

export async function describeMachine(postgresUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  const settings = [
    'server_version',
    'synchronous_commit',
    'fsync',
    'shared_buffers',
    'max_wal_size',
  ];
  const { rows } = await client.query<{ setting: string }>(
    'SELECT current_setting(name) AS setting FROM unnest($1::text[]) AS name',
    [settings],
  );
  await client.end();
  const [version = '', ...values] = rows.map(({ setting }) => setting);
  const described = values.map((value, index) => `${settings[index + 1] ?? ''}=${value}`);
  return [
    `${String(availableParallelism())} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ` +
      `${fixed(totalmem() / 2 ** 30, 0)} GiB of memory, ${type()} ${release()}, Node ${process.version}`,
    `Postgres ${version}: ${described.join(', ')}`,
  ];
}
