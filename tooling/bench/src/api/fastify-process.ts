import fastify from 'fastify';
import pg from 'pg';
import { PLAIN_APPLICATION, type ServeTask, type Serving } from './served.ts';

// What one would write first: Fastify, pg, one wide table. No login, no filters, no total.
process.once('message', (task: ServeTask) => {
  void run(task);
});

interface PageQuery {
  skip?: string;
  limit?: string;
}

async function run({ databaseUrl }: ServeTask): Promise<void> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 16,
    application_name: PLAIN_APPLICATION,
  });
  const server = fastify();
  server.get<{ Querystring: PageQuery }>('/detections', async ({ query }) => {
    const { rows } = await pool.query(
      `SELECT position AS id, "timestamp", year, make, model, category
         FROM wide_detections ORDER BY position DESC OFFSET $1 LIMIT $2`,
      [Number(query.skip ?? 0), Number(query.limit ?? 100)],
    );
    return { data: rows };
  });
  server.get('/stats', async () => {
    const { rows } = await pool.query(
      'SELECT make, count(*)::int FROM wide_detections GROUP BY make ORDER BY count(*) DESC',
    );
    return { data: rows };
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  process.send?.({ url } satisfies Serving);
}
