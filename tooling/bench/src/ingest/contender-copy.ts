import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CREATE_WIDE_TABLE, WIDE_COLUMNS } from './wide-table.ts';
import { withClient } from '../shared/databases.ts';

/** Whether this machine has a psql. */
export async function hasPsql(): Promise<boolean> {
  const { failed } = await execa('psql', ['--version'], { reject: false });
  return !failed;
}

/** `psql \copy` of the wide file on one connection; answers the seconds that psql itself says. */
export async function copyWithPsql(databaseUrl: string, wideFile: string): Promise<number> {
  await withClient(databaseUrl, (client) => client.query(CREATE_WIDE_TABLE));
  const { stdout } = await execa('psql', [
    ...['--no-psqlrc', '--set=ON_ERROR_STOP=1', '--command=\\timing on'],
    `--command=\\copy ${WIDE_COLUMNS} FROM '${wideFile}'`,
    databaseUrl,
  ]);
  const milliseconds = /^Time: ([\d.]+) ms/m.exec(stdout)?.[1];
  if (milliseconds === undefined) throw new Error(`psql gave no time:\n${stdout}`);
  return Number(milliseconds) / 1_000;
}

/** The same COPY through the driver, where there is no psql. */
export async function copyWithDriver(databaseUrl: string, wideFile: string): Promise<number> {
  return await withClient(databaseUrl, async (client: pg.Client) => {
    await client.query(CREATE_WIDE_TABLE);
    const begun = performance.now();
    await pipeline(
      createReadStream(wideFile, { highWaterMark: 256 * 1_024 }),
      client.query(copyFrom(`COPY ${WIDE_COLUMNS} FROM STDIN`)),
    );
    return (performance.now() - begun) / 1_000;
  });
}
