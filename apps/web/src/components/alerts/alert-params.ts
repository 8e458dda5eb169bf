import { createSerializer, parseAsInteger, type inferParserType } from 'nuqs/server';
import { ALERTS } from '../shell/views.ts';
import { filterParams, isFiltered } from '../filters/filter-params.ts';

/** Everything of the list that a person would share or come back to. */
export const alertParams = {
  ...filterParams,
  /** Number of the alert that the list begins with; null: it begins with the newest, live. */
  alert: parseAsInteger,
};

export type AlertParams = inferParserType<typeof alertParams>;

const write = createSerializer(alertParams);

/** The place of an alert in the list. */
export function alertHref(seq: number): string {
  return write(ALERTS, { alert: seq });
}

/** Whether the list stands still: as of the moment in which it was asked for, or as of an alert. */
export function standsStill(params: AlertParams): boolean {
  return params.alert !== null || isFiltered(params);
}
