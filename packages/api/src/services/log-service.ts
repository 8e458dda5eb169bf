import type { LogFilter, LogReader, Order, Page, Snapshot } from '@intellisite/db';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
import type { RestExchange } from '../rest/rest-exchange.ts';
import { jsonAround } from './json-list.ts';
import { askLog, refuseEmptyRanges } from './log-refusals.ts';

/** A list of a log's rows, as it is asked for. */
export interface ListInput extends LogFilter {
  skip: number;
  limit: number;
  order: Order;
  asOf?: number | undefined;
}

export interface List<Row> {
  data: Row[];
  size: number;
  skip: number;
  limit: number;
  total: number;
  asOf: number;
}

/** Where a question is asked: what the database was like, and how REST wants its answer. */
export interface Asked {
  snapshot: Snapshot;
  /** Null: objects are wanted. */
  rest: RestExchange | null;
}

/** Lists of one log. */
export function createLister<Row>(
  reader: LogReader<Row>,
  frozen: FrozenAnswers,
  place: (snapshot: Snapshot) => { head: number; floor: number },
): (asked: Asked, input: ListInput) => Promise<List<Row>> {
  return async ({ snapshot, rest }, input) => {
    const { skip, limit, order, asOf, ...filter } = input;
    refuseEmptyRanges(filter);
    const { head, floor } = place(snapshot);
    const page = (): Promise<Page<Row>> =>
      askLog(() => reader.page(snapshot, { skip, limit, order, asOf, filter }));
    const figures = ({ rows, total, asOf: at }: Page<Row>) => ({
      size: rows.size,
      skip,
      limit,
      total,
      asOf: at,
    });
    if (rest) {
      const at = asOf ?? head;
      // An asOf that cannot be asked for has no answer to be kept.
      if (at > head || at < floor) await page();
      const key = { epoch: snapshot.epoch, asOf: at, floor, input };
      return await frozen.answer(rest, key, async () => {
        const found = await page();
        return jsonAround(found.rows.json(), figures(found));
      });
    }
    const found = await page();
    return { data: found.rows.objects(), ...figures(found) };
  };
}
