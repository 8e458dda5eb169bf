import { linkAbort } from './http/linked-abort.ts';
import { IntellisiteError } from './intellisite-error.ts';

/** One page of a list, as the API answers it. */
export interface Page<Row> {
  data: Row[];
  size: number;
  skip: number;
  limit: number;
  total: number;
  asOf: number;
}

/** All rows of a list as it was when its first page was read, however many there are. */
export interface Listing<Row> extends AsyncIterable<Row> {
  /** How many rows there are, exactly. */
  total(): Promise<number>;
  /** The newest position that the list knows of: give it to another call to look at the same data. */
  asOf(): Promise<number>;
  /** The same page by page. */
  pages(): AsyncIterable<Page<Row>>;
}

export interface PageRequest {
  skip: number;
  limit: number;
  asOf?: number | undefined;
}

export interface ListingOptions<Row> {
  /** Most rows in one page, and so in one request. */
  pageSize: number;
  /** Of the first page; later ones have that of the first. */
  asOf?: number | undefined;
  signal?: AbortSignal | undefined;
  fetchPage: (request: PageRequest, signal: AbortSignal) => Promise<Page<Row>>;
}

/** Nothing is asked for before somebody wants it; then always one page ahead. */
export function createListing<Row>(options: ListingOptions<Row>): Listing<Row> {
  const { pageSize: limit, signal, fetchPage } = options;
  /** What all iterations have in common; forgotten if it fails. */
  let first: Promise<Page<Row>> | null = null;

  async function fetchFirst(): Promise<Page<Row>> {
    const abort = linkAbort(signal);
    try {
      return await fetchPage({ skip: 0, limit, asOf: options.asOf }, abort.signal);
    } catch (error) {
      first = null;
      throw error;
    } finally {
      abort.release();
    }
  }

  function firstPage(): Promise<Page<Row>> {
    first ??= fetchFirst();
    return first;
  }

  async function fetchAfter(
    { skip, size, total, asOf }: Page<Row>,
    signal: AbortSignal,
  ): Promise<Page<Row>> {
    const page = await fetchPage({ skip: skip + size, limit, asOf }, signal);
    // Rows that are dropped while we read shift those behind them.
    if (page.total === total && page.size > 0) return page;
    throw new IntellisiteError('dropped', {
      message: 'Retention dropped rows of this list while it was read. Begin again.',
    });
  }

  async function* pages(): AsyncGenerator<Page<Row>, void, undefined> {
    const abort = linkAbort(signal);
    try {
      let page = await firstPage();
      while (page.skip + page.size < page.total) {
        const next = fetchAfter(page, abort.signal);
        // Told when its turn comes, if it does.
        next.catch(() => undefined);
        yield page;
        page = await next;
      }
      yield page;
    } finally {
      abort.release();
      abort.abort(new DOMException('The iteration has ended.', 'AbortError'));
    }
  }

  return {
    total: async () => (await firstPage()).total,
    asOf: async () => (await firstPage()).asOf,
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { data } of pages()) yield* data;
    },
  };
}
