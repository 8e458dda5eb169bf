import type pg from 'pg';

/** By id of a series the group that it is in, from 1 on, for each way to divide them; 0: it is not known. */
export interface SeriesGroups {
  /** Model and text of the category: what makes, models and categories are made of. */
  readonly kinds: Uint32Array;
  readonly sources: Uint32Array;
  readonly years: Uint32Array;
}

export interface SeriesGroupsReader {
  /** Knows at least these series; 0 stands for none. */
  read(client: pg.ClientBase, series: Uint32Array): Promise<SeriesGroups>;
  /** Forgets everything: another database may give the same ids to others. */
  reset(): void;
}

type SeriesRow = [id: number, model: number, category: string, year: number, source: number | null];

const SERIES = `
  SELECT s.id, v.model_id, v.category, v.year, s.source_id
    FROM series s JOIN vehicles v ON v.id = s.vehicle_id
   WHERE s.id = ANY ($1::int[])`;

/** Hostile messages can make a kind each: memory does not grow with them. */
const MOST_KINDS = 100_000;

/** Series never change: each is asked for once, unless too many kinds had to be remembered. */
export function createSeriesGroups(mostKinds = MOST_KINDS): SeriesGroupsReader {
  const none = () => ({
    kinds: new Uint32Array(0),
    sources: new Uint32Array(0),
    years: new Uint32Array(0),
  });
  let groups = none();
  let kinds = new Map<string, number>();

  function reset(): void {
    groups = none();
    kinds = new Map();
  }

  function makeRoomFor(largest: number): void {
    if (largest < groups.kinds.length) return;
    const length = Math.max(largest + 1, 2 * groups.kinds.length);
    const grown = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(length);
      larger.set(column);
      return larger;
    };
    groups = {
      kinds: grown(groups.kinds),
      sources: grown(groups.sources),
      years: grown(groups.years),
    };
  }

  function kindOf(model: number, category: string): number {
    const key = `${String(model)} ${category}`;
    const kind = kinds.get(key) ?? kinds.size + 1;
    kinds.set(key, kind);
    return kind;
  }

  return {
    async read(client, series) {
      if (kinds.size > mostKinds) reset();
      let largest = 0;
      for (const id of series) if (id > largest) largest = id;
      makeRoomFor(largest);
      const unknown = new Set<number>();
      for (const id of series) if (id > 0 && groups.kinds[id] === 0) unknown.add(id);
      if (unknown.size === 0) return groups;
      const { rows } = await client.query<SeriesRow>({
        text: SERIES,
        values: [`{${[...unknown].join(',')}}`],
        rowMode: 'array',
      });
      if (rows.length < unknown.size) throw new Error('Rows of the log have series that are gone.');
      for (const [id, model, category, year, source] of rows) {
        groups.kinds[id] = kindOf(model, category);
        groups.sources[id] = (source ?? 0) + 1;
        groups.years[id] = year;
      }
      return groups;
    },
    reset,
  };
}
