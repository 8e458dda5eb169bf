import type { Vehicle } from '@intellisite/contracts';
import { foldCase, namedCategories } from '@intellisite/contracts';
import type pg from 'pg';

/** A vehicle at a source: what a detection is, except when. */
export interface SeriesKey {
  vehicle: Vehicle;
  source: string | null;
}

/**
 * Ids of the series, in the order of `keys` (each given once); those that do not exist are made, with
 * all that they point to.
 *
 * To be called inside the ingest transaction while it holds the store's row: so nobody else adds any
 * at the same time, nothing conflicts, and ids stay nearly dense.
 */
export async function resolveSeries(
  client: pg.ClientBase,
  keys: readonly SeriesKey[],
): Promise<number[]> {
  const columns = [
    keys.map(({ vehicle }) => vehicle.year),
    keys.map(({ vehicle }) => vehicle.make),
    keys.map(({ vehicle }) => foldCase(vehicle.make)),
    keys.map(({ vehicle }) => vehicle.model),
    keys.map(({ vehicle }) => foldCase(vehicle.model)),
    keys.map(({ vehicle }) => vehicle.category),
    keys.map(({ source }) => source),
  ];
  await client.query(
    `INSERT INTO makes (name, folded)
     SELECT DISTINCT k.name, k.folded FROM unnest($1::text[], $2::text[]) AS k (name, folded)
      WHERE NOT EXISTS (SELECT FROM makes m WHERE m.name = k.name)`,
    [columns[1], columns[2]],
  );
  await client.query(
    `INSERT INTO models (make_id, name, folded)
     SELECT DISTINCT m.id, k.model, k.folded
       FROM unnest($1::text[], $2::text[], $3::text[]) AS k (make, model, folded)
       JOIN makes m ON m.name = k.make
      WHERE NOT EXISTS (SELECT FROM models o WHERE o.make_id = m.id AND o.name = k.model)`,
    [columns[1], columns[3], columns[4]],
  );
  const { rows: vehicles } = await client.query<{ id: number; category: string }>(
    `INSERT INTO vehicles (model_id, year, category)
     SELECT DISTINCT o.id, k.year, k.category
       FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[]) AS k (year, make, model, category)
       JOIN makes m ON m.name = k.make
       JOIN models o ON o.make_id = m.id AND o.name = k.model
      WHERE NOT EXISTS (SELECT FROM vehicles v
             WHERE v.model_id = o.id AND v.year = k.year AND v.category = k.category)
     RETURNING id, category`,
    [columns[0], columns[1], columns[3], columns[5]],
  );
  await linkCategories(client, vehicles);
  await client.query(
    `INSERT INTO sources (name)
     SELECT DISTINCT k.name FROM unnest($1::text[]) AS k (name)
      WHERE k.name IS NOT NULL AND NOT EXISTS (SELECT FROM sources s WHERE s.name = k.name)`,
    [columns[6]],
  );
  const keyed = `
    SELECT k.ordinal, v.id AS vehicle_id, s.id AS source_id
      FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[])
           WITH ORDINALITY AS k (year, make, model, category, source, ordinal)
      JOIN makes m ON m.name = k.make
      JOIN models o ON o.make_id = m.id AND o.name = k.model
      JOIN vehicles v ON v.model_id = o.id AND v.year = k.year AND v.category = k.category
      LEFT JOIN sources s ON s.name = k.source`;
  const identity = [columns[0], columns[1], columns[3], columns[5], columns[6]];
  await client.query(
    `INSERT INTO series (vehicle_id, source_id)
     SELECT k.vehicle_id, k.source_id FROM (${keyed}) k
      WHERE NOT EXISTS (SELECT FROM series e
             WHERE e.vehicle_id = k.vehicle_id AND e.source_id IS NOT DISTINCT FROM k.source_id)
      ORDER BY k.ordinal`,
    identity,
  );
  const { rows } = await client.query<{ id: number }>(
    `SELECT e.id FROM (${keyed}) k
       JOIN series e ON e.vehicle_id = k.vehicle_id AND e.source_id IS NOT DISTINCT FROM k.source_id
      ORDER BY k.ordinal`,
    identity,
  );
  if (rows.length !== keys.length) {
    throw new Error(
      `${String(keys.length)} series were asked for and ${String(rows.length)} were found.`,
    );
  }
  return rows.map(({ id }) => id);
}

async function linkCategories(
  client: pg.ClientBase,
  vehicles: readonly { id: number; category: string }[],
): Promise<void> {
  const links = vehicles.flatMap(({ id, category }) =>
    namedCategories(category).map((named) => ({ id, ...named })),
  );
  if (links.length === 0) return;
  const folded = links.map((link) => link.folded);
  await client.query(
    `INSERT INTO categories (name, folded)
     SELECT DISTINCT ON (k.folded) k.name, k.folded
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (name, folded, ordinal)
      WHERE NOT EXISTS (SELECT FROM categories c WHERE c.folded = k.folded)
      ORDER BY k.folded, k.ordinal`,
    [links.map(({ name }) => name), folded],
  );
  await client.query(
    `INSERT INTO vehicle_categories (vehicle_id, category_id)
     SELECT k.vehicle_id, c.id FROM unnest($1::int[], $2::text[]) AS k (vehicle_id, folded)
       JOIN categories c USING (folded)`,
    [links.map(({ id }) => id), folded],
  );
}
