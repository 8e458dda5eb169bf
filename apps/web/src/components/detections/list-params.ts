import { parseAsInteger, parseAsStringLiteral, type inferParserType } from 'nuqs/server';
import { filterInput, filterParams } from '../filters/filter-params.ts';

export const PAGE_SIZES = [50, 100, 250, 500] as const;
const DEFAULT_SIZE = 100;

/** Everything of the list that a person would share or come back to. */
export const listParams = {
  ...filterParams,
  order: parseAsStringLiteral(['newest', 'oldest'] as const).withDefault('newest'),
  /** From 1. */
  page: parseAsInteger.withDefault(1),
  size: parseAsInteger.withDefault(DEFAULT_SIZE),
  /** The detection in the side panel. */
  id: parseAsInteger,
  /** The position that the list is frozen at. */
  asOf: parseAsInteger,
};

export type ListParams = inferParserType<typeof listParams>;

/** What the API is asked for a page of the list. */
export function listInput(params: ListParams) {
  const { order, page, size, asOf } = params;
  const limit = Math.min(1_000, Math.max(1, size));
  return {
    ...filterInput(params),
    order,
    limit,
    skip: (Math.max(1, page) - 1) * limit,
    ...(asOf === null ? {} : { asOf }),
  };
}
