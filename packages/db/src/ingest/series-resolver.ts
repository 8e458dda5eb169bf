import { foldCase, namedCategories, type Vehicle } from '@intellisite/contracts';
import type pg from 'pg';

/** A vehicle at a source: what a detection is, except when. */
export interface SeriesKey {
  vehicle: Vehicle;
  source: string | null;
}

/**
 * Ids of the series, in the order of `keys`; those that do not exist are made, with all that they
 * point to.
 *
 * To be called inside the ingest transaction while it holds the store's row: so nobody else adds any
 * at the same time, nothing conflicts, and ids stay nearly dense.
 */
export async function resolveSeries(
  client: pg.ClientBase,
  keys: readonly SeriesKey[],
): Promise<number[]> {
  const vehicles = keys.map(({ vehicle }) => vehicle);
  const makes = await idsOf(
    client,
    MAKES,
    vehicles.map(({ make }) => [make, foldCase(make)]),
  );
  const models = await idsOf(
    client,
    MODELS,
    vehicles.map(({ model }, index) => [makes.ids[index] ?? 0, model, foldCase(model)]),
  );
  const vehicleIds = await idsOf(
    client,
    VEHICLES,
    vehicles.map(({ year, category }, index) => [models.ids[index] ?? 0, year, category]),
  );
  await linkCategories(
    client,
    vehicleIds.made.map(({ id, row: [, , category] }) => ({ id, category: String(category) })),
  );
  const named = keys.flatMap(({ source }) => (source === null ? [] : [source]));
  const sources = await idsOf(
    client,
    SOURCES,
    named.map((name) => [name]),
  );
  const sourceIds = new Map(named.map((name, index) => [name, sources.ids[index] ?? 0]));
  const series = await idsOf(
    client,
    SERIES,
    keys.map(({ source }, index) => [
      vehicleIds.ids[index] ?? 0,
      source === null ? null : (sourceIds.get(source) ?? 0),
    ]),
  );
  return series.ids;
}

type Value = string | number | null;
type Row = readonly Value[];

/** A table whose rows are found, or made, by the columns that identify them. */
interface Dimension {
  /** Gives `ordinal` (from 1) and `id` of the rows that exist. */
  find: string;
  /** Gives the ids of new rows in the order in which they are given. */
  make: string;
  /** How many of a row's first values identify it. */
  identity: number;
}

const MAKES: Dimension = {
  find: `SELECT k.ordinal, m.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (name, folded, ordinal)
           JOIN makes m ON m.name = k.name`,
  make: `INSERT INTO makes (name, folded) SELECT * FROM unnest($1::text[], $2::text[]) RETURNING id`,
  identity: 1,
};
const MODELS: Dimension = {
  find: `SELECT k.ordinal, m.id
           FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS k (make_id, name, folded, ordinal)
           JOIN models m ON m.make_id = k.make_id AND m.name = k.name`,
  make: `INSERT INTO models (make_id, name, folded)
         SELECT * FROM unnest($1::int[], $2::text[], $3::text[]) RETURNING id`,
  identity: 2,
};
const VEHICLES: Dimension = {
  find: `SELECT k.ordinal, v.id
           FROM unnest($1::int[], $2::smallint[], $3::text[]) WITH ORDINALITY AS k (model_id, year, category, ordinal)
           JOIN vehicles v ON v.model_id = k.model_id AND v.year = k.year AND v.category = k.category`,
  make: `INSERT INTO vehicles (model_id, year, category)
         SELECT * FROM unnest($1::int[], $2::smallint[], $3::text[]) RETURNING id`,
  identity: 3,
};
const SOURCES: Dimension = {
  find: `SELECT k.ordinal, s.id FROM unnest($1::text[]) WITH ORDINALITY AS k (name, ordinal)
           JOIN sources s ON s.name = k.name`,
  make: `INSERT INTO sources (name) SELECT * FROM unnest($1::text[]) RETURNING id`,
  identity: 1,
};
const SERIES: Dimension = {
  find: `SELECT k.ordinal, s.id
           FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (vehicle_id, source_id, ordinal)
           JOIN series s ON s.vehicle_id = k.vehicle_id AND s.source_id IS NOT DISTINCT FROM k.source_id`,
  make: `INSERT INTO series (vehicle_id, source_id)
         SELECT * FROM unnest($1::int[], $2::int[]) RETURNING id`,
  identity: 2,
};

interface Found {
  /** In the order of the rows that were asked for. */
  ids: number[];
  made: { id: number; row: Row }[];
}

async function idsOf(
  client: pg.ClientBase,
  { find, make, identity }: Dimension,
  rows: readonly Row[],
): Promise<Found> {
  const keys = rows.map((row) => JSON.stringify(row.slice(0, identity)));
  /** The first of those that are the same: its spelling stays. */
  const distinct = new Map<string, Row>();
  rows.forEach((row, index) => {
    const key = keys[index] ?? '';
    if (!distinct.has(key)) distinct.set(key, row);
  });
  if (distinct.size === 0) return { ids: [], made: [] };
  const asked = [...distinct];
  const ids = new Map<string, number>();
  const { rows: found } = await client.query<{ ordinal: number; id: number }>(
    find,
    columnsOf(asked.map(([, row]) => row)),
  );
  for (const { ordinal, id } of found) ids.set(asked[ordinal - 1]?.[0] ?? '', id);
  const missing = asked.filter(([key]) => !ids.has(key));
  const made: Found['made'] = [];
  if (missing.length > 0) {
    const { rows: inserted } = await client.query<{ id: number }>(
      make,
      columnsOf(missing.map(([, row]) => row)),
    );
    missing.forEach(([key, row], index) => {
      const id = inserted[index]?.id;
      if (id === undefined) throw new Error(`A row was not made: ${make}`);
      ids.set(key, id);
      made.push({ id, row });
    });
  }
  return { ids: keys.map((key) => ids.get(key) ?? 0), made };
}

function columnsOf(rows: readonly Row[]): Value[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? null));
}

async function linkCategories(
  client: pg.ClientBase,
  vehicles: readonly { id: number; category: string }[],
): Promise<void> {
  const links = vehicles.flatMap(({ id, category }) =>
    namedCategories(category).map((named) => ({ id, ...named })),
  );
  if (links.length === 0) return;
  const categories = await idsOf(
    client,
    CATEGORIES,
    links.map(({ folded, name }) => [folded, name]),
  );
  await client.query(
    `INSERT INTO vehicle_categories (vehicle_id, category_id) SELECT * FROM unnest($1::int[], $2::int[])`,
    [links.map(({ id }) => id), categories.ids],
  );
}

/** Found by their folded name; the spelling that was seen first stays. */
const CATEGORIES: Dimension = {
  find: `SELECT k.ordinal, c.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (folded, name, ordinal)
           JOIN categories c ON c.folded = k.folded`,
  make: `INSERT INTO categories (folded, name) SELECT * FROM unnest($1::text[], $2::text[]) RETURNING id`,
  identity: 1,
};
