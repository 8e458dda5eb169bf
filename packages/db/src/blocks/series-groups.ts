import type pg from 'pg';
import { pair } from './pairs.ts';
import { DIVISIONS, MEMBERS, type Member } from './series-divisions.ts';

/** The series of a block's rows. */
export interface SeriesOfRows {
  /** Each once; 0 stands for none. */
  readonly ids: readonly number[];
  /** Of each row the index of its series. */
  readonly indexOf: Uint16Array;
  /** Of each of `ids` the group that it is in, from 1 on, in the order of `DIVISIONS`; 0 of none. */
  readonly groups: readonly Uint32Array[];
}

export interface SeriesGroupsReader {
  /** @param series of each row; 0 stands for none */
  read(client: pg.ClientBase, series: Uint32Array): Promise<SeriesOfRows>;
  /** Forgets everything: another database may give the same ids to others. */
  reset(): void;
}

/** Of each member the id of its value, or the value. */
type Series = Record<Member, number | string | null> & { id: number };

const SERIES = `
  SELECT s.id, o.make_id AS make, v.model_id AS model, v.category, v.year, s.source_id AS source
    FROM series s JOIN vehicles v ON v.id = s.vehicle_id JOIN models o ON o.id = v.model_id
   WHERE s.id = ANY ($1::int[])`;

/** Hostile messages can make a series and groups each: memory does not grow with them. */
const MOST_REMEMBERED = 400_000;

/** Things seen, and the number of each in the order of their first appearance, from 1 on. */
type Numbers<Thing> = Map<Thing, number>;

const WAYS = DIVISIONS.length;

/**
 * Series never change: each is asked for once, unless too much had to be remembered.
 *
 * @param mostRemembered series and groups of them
 */
export function createSeriesGroups(mostRemembered = MOST_REMEMBERED): SeriesGroupsReader {
  /** By id of a series its place among those that are known, from 1 on; 0: it is not. */
  let places = new Uint32Array(0);
  /** By id, and all 0 between two blocks. */
  let indices = new Uint32Array(0);
  let known = 0;
  /** By place the groups of a series, next to each other. */
  let groupsAt = new Uint32Array(0);
  let values: Record<Member, Numbers<Series[Member]>>;
  /**
   * Of each division. A group is the end of a path: from a number, 0 at first, and the value of the next
   * member to a number.
   */
  let steps: Numbers<number>[];
  reset();

  function reset(): void {
    places = new Uint32Array(0);
    indices = new Uint32Array(0);
    known = 0;
    groupsAt = new Uint32Array(0);
    values = {
      make: new Map(),
      model: new Map(),
      category: new Map(),
      source: new Map(),
      year: new Map(),
    };
    steps = DIVISIONS.map(() => new Map());
  }

  function remembered(): number {
    return [...Object.values(values), ...steps].reduce((sum, { size }) => sum + size, known);
  }

  function remember(series: Series): void {
    known += 1;
    places[series.id] = known;
    const valueOf = { make: 0, model: 0, category: 0, source: 0, year: 0 };
    for (const member of MEMBERS) valueOf[member] = numberOf(values[member], series[member]);
    steps.forEach((its, way) => {
      let group = 0;
      for (const member of DIVISIONS[way]?.members ?? []) {
        group = numberOf(its, pair(group, valueOf[member]));
      }
      groupsAt[known * WAYS + way] = group;
    });
  }

  /** Each series once, and of each row the index of its own. */
  function indexRows(series: Uint32Array): Pick<SeriesOfRows, 'ids' | 'indexOf'> {
    let largest = 0;
    for (const id of series) if (id > largest) largest = id;
    places = withRoomFor(places, largest);
    indices = withRoomFor(indices, largest);
    const ids: number[] = [];
    const indexOf = new Uint16Array(series.length);
    for (let row = 0; row < series.length; row++) {
      const id = series[row] ?? 0;
      if (indices[id] === 0) indices[id] = ids.push(id);
      indexOf[row] = (indices[id] ?? 0) - 1;
    }
    for (const id of ids) indices[id] = 0;
    return { ids, indexOf };
  }

  async function readUnknown(client: pg.ClientBase, ids: readonly number[]): Promise<void> {
    const unknown = ids.filter((id) => id > 0 && places[id] === 0);
    if (unknown.length === 0) return;
    const { rows } = await client.query<Series>(SERIES, [`{${unknown.join(',')}}`]);
    if (rows.length < unknown.length) throw new Error('Rows of the log have series that are gone.');
    groupsAt = withRoomFor(groupsAt, (known + rows.length + 1) * WAYS);
    rows.forEach(remember);
  }

  function groupsOf(ids: readonly number[]): Uint32Array[] {
    const firsts = new Uint32Array(ids.length);
    for (const [index, id] of ids.entries()) firsts[index] = (places[id] ?? 0) * WAYS;
    return DIVISIONS.map((_, way) => firsts.map((first) => groupsAt[first + way] ?? 0));
  }

  return {
    async read(client, series) {
      if (remembered() > mostRemembered) reset();
      const { ids, indexOf } = indexRows(series);
      await readUnknown(client, ids);
      return { ids, indexOf, groups: groupsOf(ids) };
    },
    reset,
  };
}

function numberOf<Thing>(numbers: Numbers<Thing>, thing: Thing): number {
  let number = numbers.get(thing);
  if (number === undefined) {
    number = numbers.size + 1;
    numbers.set(thing, number);
  }
  return number;
}

function withRoomFor(column: Uint32Array<ArrayBuffer>, index: number): Uint32Array<ArrayBuffer> {
  if (index < column.length) return column;
  const larger = new Uint32Array(Math.max(index + 1, 2 * column.length));
  larger.set(column);
  return larger;
}
