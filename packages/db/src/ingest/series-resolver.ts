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
  const makes = await idsOf(
    client,
    MAKES,
    keys.map(({ vehicle }) => [vehicle.make]),
  );
  const models = await idsOf(
    client,
    MODELS,
    keys.map(({ vehicle }, index) => [makes.ids[index] ?? 0, vehicle.model]),
  );
  const vehicles = await idsOf(
    client,
    VEHICLES,
    keys.map(({ vehicle }, index) => [models.ids[index] ?? 0, vehicle.year, vehicle.category]),
  );
  const texts = new Set(vehicles.made.map(([, , category]) => String(category)));
  await idsOf(
    client,
    CATEGORIES,
    [...texts].flatMap(namedCategories).map(({ folded, name }) => [folded, name]),
  );
  const named = [...new Set(keys.map(({ source }) => source))].filter((source) => source !== null);
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
      vehicles.ids[index] ?? 0,
      source === null ? null : (sourceIds.get(source) ?? 0),
    ]),
  );
  return series.ids;
}

type Value = string | number | null;
type Row = readonly Value[];

/** A table whose rows are found, or made, by the columns that identify them. */
interface Dimension {
  /** Gives one array: of each row that is asked for its id, or null. */
  find: string;
  /** Gives one array: the ids of new rows, in the order in which the rows are given. */
  make: string;
  /** How many of a row's first values identify it. */
  identity: number;
  /** What a new row has besides. */
  complete?: (row: Row) => Row;
}

/** Ids rise in the order in which rows are inserted. */
function making(insert: string): string {
  return `WITH made AS (${insert} RETURNING id) SELECT array_agg(id ORDER BY id) AS ids FROM made`;
}

const MAKES: Dimension = {
  find: `SELECT array_agg(m.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::text[]) WITH ORDINALITY AS k (name, ordinal)
           LEFT JOIN makes m ON m.name = k.name`,
  make: making(`INSERT INTO makes (name, folded) SELECT * FROM unnest($1::text[], $2::text[])`),
  identity: 1,
  complete: ([name = null]) => [name, foldCase(String(name))],
};
const MODELS: Dimension = {
  find: `SELECT array_agg(m.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS k (make_id, name, ordinal)
           LEFT JOIN models m ON m.make_id = k.make_id AND m.name = k.name`,
  make: making(`INSERT INTO models (make_id, name, folded)
                SELECT * FROM unnest($1::int[], $2::text[], $3::text[])`),
  identity: 2,
  complete: ([make = null, name = null]) => [make, name, foldCase(String(name))],
};
const VEHICLES: Dimension = {
  find: `SELECT array_agg(v.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::int[], $2::smallint[], $3::text[])
                WITH ORDINALITY AS k (model_id, year, category, ordinal)
           LEFT JOIN vehicles v ON v.model_id = k.model_id AND v.year = k.year AND v.category = k.category`,
  make: making(`INSERT INTO vehicles (model_id, year, category)
                SELECT * FROM unnest($1::int[], $2::smallint[], $3::text[])`),
  identity: 3,
};
/** Found by their folded name; the spelling that was seen first stays. */
const CATEGORIES: Dimension = {
  find: `SELECT array_agg(c.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::text[]) WITH ORDINALITY AS k (folded, ordinal)
           LEFT JOIN categories c ON c.folded = k.folded`,
  make: making(
    `INSERT INTO categories (folded, name) SELECT * FROM unnest($1::text[], $2::text[])`,
  ),
  identity: 1,
};
const SOURCES: Dimension = {
  find: `SELECT array_agg(s.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::text[]) WITH ORDINALITY AS k (name, ordinal)
           LEFT JOIN sources s ON s.name = k.name`,
  make: making(`INSERT INTO sources (name) SELECT * FROM unnest($1::text[])`),
  identity: 1,
};
const SERIES: Dimension = {
  find: `SELECT array_agg(s.id ORDER BY k.ordinal) AS ids
           FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS k (vehicle_id, source_id, ordinal)
           LEFT JOIN series s
             ON s.vehicle_id = k.vehicle_id AND s.source_id IS NOT DISTINCT FROM k.source_id`,
  make: making(`INSERT INTO series (vehicle_id, source_id)
                SELECT * FROM unnest($1::int[], $2::int[])`),
  identity: 2,
};

interface Found {
  /** In the order of the rows that were asked for. */
  ids: number[];
  /** Those of the rows that did not exist. */
  made: Row[];
}

async function idsOf(
  client: pg.ClientBase,
  { find, make, identity, complete = (row) => row }: Dimension,
  rows: readonly Row[],
): Promise<Found> {
  /** The first of those that are the same: its spelling stays. */
  const distinct: Row[] = [];
  const places = new Map<string, number>();
  const placeOf = rows.map((row) => {
    const key = keyOf(row, identity);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, distinct.length);
    return distinct.push(row) - 1;
  });
  if (distinct.length === 0) return { ids: [], made: [] };
  const identities = columnsOf(distinct).slice(0, identity);
  const ids = await askIds(client, find, identities);
  const missing = [...distinct.keys()].filter((place) => ids[place] === null);
  const made = missing.flatMap((place) => distinct.slice(place, place + 1));
  if (missing.length > 0) {
    const fresh = await askIds(client, make, columnsOf(made.map(complete)));
    missing.forEach((place, index) => {
      ids[place] = fresh[index] ?? null;
    });
  }
  return {
    ids: placeOf.map((place) => {
      const id = ids[place];
      if (typeof id !== 'number') throw new Error(`A row was not made: ${make}`);
      return id;
    }),
    made,
  };
}

async function askIds(
  client: pg.ClientBase,
  statement: string,
  columns: readonly Column[],
): Promise<(number | null)[]> {
  const { rows } = await client.query<{ ids: (number | null)[] }>(statement, [...columns]);
  return rows[0]?.ids ?? [];
}

/** No text has a NUL: Postgres does not take it. */
function keyOf(row: Row, identity: number): string {
  let key = '';
  for (let column = 0; column < identity; column++) key += `${String(row[column])}\0`;
  return key;
}

/** An array that the driver writes out, or one that is written already. */
type Column = readonly Value[] | string;

function columnsOf(rows: readonly Row[]): Column[] {
  return (rows[0] ?? []).map((_, index) => {
    const column = rows.map((row) => row[index] ?? null);
    // The driver would quote number by number, as it has to with texts.
    const numbers = column.every((value) => typeof value !== 'string');
    return numbers ? `{${column.map(String).join(',')}}` : column;
  });
}
