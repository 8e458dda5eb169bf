import { createParser, parseAsIsoDateTime, type inferParserType } from 'nuqs/server';
import { joinValues, splitValues } from '@intellisite/contracts';

/** Several values of a filter, as REST writes them: what stands in the page's URL can be sent as it is. */
const values = createParser<string[]>({
  parse: (text) => splitValues(text),
  serialize: joinValues,
  eq: (one, other) => joinValues(one) === joinValues(other),
});

const YEARS = /^\d{4}(\.\.\d{4})?$/;
const years = createParser<string>({
  parse: (text) => (YEARS.test(text) ? text : null),
  serialize: (text) => text,
});

/** The filters that detections, statistics and alerts share through the URL. */
export const filterParams = {
  make: values,
  model: values,
  category: values,
  source: values,
  year: years,
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
};

export type Filters = inferParserType<typeof filterParams>;

/** The filters alone, of whatever else stands in the URL beside them. */
export function filtersOf(params: Filters): Filters {
  const { make, model, category, source, year, from, to } = params;
  return { make, model, category, source, year, from, to };
}

/** No filter. */
export const UNFILTERED: Filters = {
  make: null,
  model: null,
  category: null,
  source: null,
  year: null,
  from: null,
  to: null,
};

/** The same as the API takes it; what is not set is left out. */
export function filterInput(filters: Filters) {
  const { from, to, ...rest } = filtersOf(filters);
  const given = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...(Object.fromEntries(given) as { [K in keyof typeof rest]?: NonNullable<(typeof rest)[K]> }),
    ...(from ? { from: from.toISOString() } : {}),
    ...(to ? { to: to.toISOString() } : {}),
  };
}

export function isFiltered(filters: Filters): boolean {
  return Object.values(filtersOf(filters)).some((value) => value !== null);
}
