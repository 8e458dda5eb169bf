import { migrate } from '@intellisite/db';
import type { Fault } from './fault.ts';

/**
 * What a migration does to tables that are read and written: a column and an index on the largest, taken
 * away again. Not entered as a migration: services that start later would refuse a schema that they do not
 * know, as they should. Two processes migrate meanwhile and find nothing to do.
 */
export const changeSchema: Fault = async ({ pool, databaseUrl, watch }) => {
  const recovery = watch.measure();
  await Promise.all([
    migrate(databaseUrl),
    migrate(databaseUrl),
    (async () => {
      await pool.query('ALTER TABLE detections ADD COLUMN chaos integer');
      await pool.query('CREATE INDEX chaos ON detections (chaos)');
      await pool.query('DROP INDEX chaos');
      await pool.query('ALTER TABLE detections DROP COLUMN chaos');
    })(),
  ]);
  return { recovery };
};
