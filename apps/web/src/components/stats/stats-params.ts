import { TIMELINE_INTERVALS } from '@intellisite/contracts';
import {
  parseAsArrayOf,
  parseAsIsoDateTime,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server';
import { filterParams } from '../filters/filter-params.ts';

/** The charts of the view that can be shown as tables. */
const CHARTS = ['timeline', 'make', 'category', 'model', 'year'] as const;
export type StatsChart = (typeof CHARTS)[number];

const scale = parseAsStringLiteral(['linear', 'log', 'share'] as const).withDefault('linear');

/** Everything of the statistics that a person would share or come back to. */
export const statsParams = {
  ...filterParams,
  interval: parseAsStringLiteral(['auto', ...TIMELINE_INTERVALS] as const).withDefault('auto'),
  /** The part of the timeline that is looked at; it filters nothing. */
  zoomFrom: parseAsIsoDateTime,
  zoomTo: parseAsIsoDateTime,
  makeScale: scale,
  categoryScale: scale,
  modelScale: scale,
  /** Charts that are shown as tables. */
  tables: parseAsArrayOf(parseAsStringLiteral(CHARTS)).withDefault([]),
};

export type StatsParams = inferParserType<typeof statsParams>;
export type ChangeParams = (changes: Partial<StatsParams>) => void;
