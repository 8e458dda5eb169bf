import type { Kafka } from 'kafkajs';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { drain } from './drain.ts';
import { CREATE_WIDE_TABLE, WIDE_COLUMNS } from './wide-table.ts';

interface Detection {
  Year: number;
  Make: string;
  Model: string;
  Category: string;
}

/**
 * What one would write first: for each of kafkajs's batches one transaction with a COPY and an upsert of
 * the counts per make; then kafkajs commits the offset. With 3 connections a partition has its own.
 */
export async function runPlainLoop(
  kafka: Kafka,
  options: { topic: string; messages: number; databaseUrl: string; connections: number },
): Promise<number> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: options.connections });
  await pool.query(CREATE_WIDE_TABLE);
  let position = 0;
  const seconds = await drain(kafka, {
    ...options,
    concurrency: options.connections,
    async onBatch(messages) {
      const totals = new Map<string, number>();
      let lines = '';
      for (const { value, timestamp } of messages) {
        const detection = JSON.parse(String(value)) as Detection;
        const { Year, Make, Model, Category } = detection;
        position += 1;
        // The generated texts hold nothing that COPY would want escaped.
        lines += `${String(position)}\t${new Date(Number(timestamp)).toISOString()}\t${String(Year)}\t${Make}\t${Model}\t${Category}\n`;
        totals.set(Make, (totals.get(Make) ?? 0) + 1);
      }
      await writeBatch(pool, lines, totals);
    },
  });
  await pool.end();
  return seconds;
}

async function writeBatch(
  pool: pg.Pool,
  lines: string,
  totals: ReadonlyMap<string, number>,
): Promise<void> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await copy(client, lines);
  // In one order everywhere: several connections upsert the same rows.
  const makes = [...totals.keys()].sort();
  await client.query(
    `INSERT INTO make_totals SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (make) DO UPDATE SET total = make_totals.total + excluded.total`,
    [makes, makes.map((make) => totals.get(make))],
  );
  await client.query('COMMIT');
  client.release();
}

function copy(client: pg.ClientBase, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(`COPY ${WIDE_COLUMNS} FROM STDIN`));
    stream.on('error', reject);
    stream.on('finish', resolve);
    stream.end(lines);
  });
}
