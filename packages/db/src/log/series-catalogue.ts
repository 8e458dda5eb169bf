import { foldCase, namedCategories, type Detection } from '@intellisite/contracts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import type { LogSource } from './log-source.ts';

/** What a detection says of its vehicle and its camera. */
export type SeriesMembers = Omit<Detection, 'id' | 'timestamp'>;

export interface Name {
  name: string;
  /** Case-folded: what filters compare. */
  folded: string;
}

export interface ModelName extends Name {
  /** Index of the make. */
  make: number;
}

export interface CategoryText {
  /** As it came. */
  text: string;
  /** As spelled in the text. */
  names: string[];
  /** Indices of the categories that the text names. */
  categories: readonly number[];
}

/**
 * All series, by column: what a column holds at a series' id is an index into the list of its values.
 * Ids that were never used have index 0 everywhere, and no rows.
 */
export interface SeriesCatalogue {
  /** Above every id that is known. */
  readonly size: number;
  readonly makeOf: readonly number[];
  readonly modelOf: readonly number[];
  readonly textOf: readonly number[];
  readonly sourceOf: readonly number[];
  /** The year itself. */
  readonly yearOf: readonly number[];

  readonly makes: readonly Name[];
  readonly models: readonly ModelName[];
  readonly texts: readonly CategoryText[];
  /** Spelled as they were seen first. */
  readonly categories: readonly Name[];
  /** The first is null: the message named no source. */
  readonly sources: readonly (string | null)[];

  /** Knows every series up to this id afterwards. */
  reach(newestSeries: number): Promise<void>;
  members(id: number): SeriesMembers;
}

type SeriesRow = [
  id: number,
  year: number,
  make: string,
  makeFolded: string,
  model: string,
  modelFolded: string,
  category: string,
  source: string | null,
];

/** So that no read of a large catalogue keeps the process busy for long. */
const CHUNK = 10_000;
const SERIES_AFTER = `
  SELECT e.id, v.year, m.name, m.folded, o.name, o.folded, v.category, s.name
    FROM series e
    JOIN vehicles v ON v.id = e.vehicle_id
    JOIN models o ON o.id = v.model_id
    JOIN makes m ON m.id = o.make_id
    LEFT JOIN sources s ON s.id = e.source_id
   WHERE e.id > $1 AND (SELECT epoch FROM store) = $2
   ORDER BY e.id LIMIT ${CHUNK}`;
const CATEGORIES = 'SELECT folded, name FROM categories';

/** Values in the order of their first appearance. */
class Values<Value> {
  readonly list: Value[] = [];
  private readonly indices = new Map<string, number>();

  indexOf(key: string, make: () => Value): number {
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.list.push(make()) - 1;
    this.indices.set(key, index);
    return index;
  }
}

/**
 * Series are few (one for each vehicle and source), never change, and are committed in the order of
 * their ids, because only the ingest transaction adds them: so all are kept, and only new ones read.
 */
export function createSeriesCatalogue(source: LogSource): SeriesCatalogue {
  const makes = new Values<Name>();
  const models = new Values<ModelName>();
  const texts = new Values<CategoryText>();
  const categories = new Values<Name>();
  const sources = new Values<string | null>();
  sources.indexOf('', () => null);
  const makeOf = [0];
  const modelOf = [0];
  const textOf = [0];
  const sourceOf = [0];
  const yearOf = [0];
  const members: (SeriesMembers | undefined)[] = [];
  let spellings = new Map<string, string>();
  let loading: Promise<void> | null = null;

  async function load(newest: number): Promise<void> {
    const { rows } = await source.ask({ series: newest }, (pool) =>
      pool.query<SeriesRow>({
        text: SERIES_AFTER,
        values: [makeOf.length - 1, source.epoch],
        rowMode: 'array',
      }),
    );
    if (rows.length === 0) throw new StoreChangedError('series are gone: the database was reset');
    const named = rows.flatMap(([, , , , , , category]) => namedCategories(category));
    if (named.some(({ folded }) => !spellings.has(folded))) {
      const known = await source.ask({ series: newest }, (pool) => pool.query<Name>(CATEGORIES));
      spellings = new Map(known.rows.map(({ folded, name }) => [folded, name]));
    }
    for (const row of rows) add(row);
  }

  function add([id, year, make, makeFolded, model, modelFolded, text, source]: SeriesRow): void {
    for (const column of [makeOf, modelOf, textOf, sourceOf, yearOf]) {
      while (column.length < id) column.push(0);
    }
    const makeIndex = makes.indexOf(make, () => ({ name: make, folded: makeFolded }));
    makeOf.push(makeIndex);
    modelOf.push(
      models.indexOf(`${makeIndex} ${model}`, () => ({
        name: model,
        folded: modelFolded,
        make: makeIndex,
      })),
    );
    textOf.push(texts.indexOf(text, () => describeText(text)));
    // No source has an empty name: that key is the absent one's.
    sourceOf.push(sources.indexOf(source ?? '', () => source));
    yearOf.push(year);
  }

  function describeText(text: string): CategoryText {
    const named = namedCategories(text);
    return {
      text,
      names: named.map(({ name }) => name),
      categories: named.map(({ name, folded }) =>
        categories.indexOf(folded, () => ({ name: spellings.get(folded) ?? name, folded })),
      ),
    };
  }

  return {
    get size() {
      return makeOf.length;
    },
    makeOf,
    modelOf,
    textOf,
    sourceOf,
    yearOf,
    makes: makes.list,
    models: models.list,
    texts: texts.list,
    categories: categories.list,
    sources: sources.list,
    async reach(newestSeries) {
      while (makeOf.length <= newestSeries) {
        loading ??= load(newestSeries).finally(() => {
          loading = null;
        });
        await loading;
      }
    },
    members(id) {
      const known = members[id];
      if (known) return known;
      const model = models.list[modelOf[id] ?? -1];
      const make = makes.list[model?.make ?? -1];
      const category = texts.list[textOf[id] ?? -1];
      if (!model || !make || !category) throw new Error(`Series ${id} is missing.`);
      const made: SeriesMembers = {
        year: yearOf[id] ?? 0,
        make: make.name,
        model: model.name,
        category: category.text,
        categories: category.names,
        source: sources.list[sourceOf[id] ?? 0] ?? null,
      };
      // Without holes: an array that has some becomes a hash table.
      while (members.length <= id) members.push(undefined);
      members[id] = made;
      return made;
    },
  };
}

/** For questions that are asked of folded names. */
export function foldAll(values: readonly string[]): ReadonlySet<string> {
  return new Set(values.map(foldCase));
}
