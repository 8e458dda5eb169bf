import { z } from 'zod';
import { textValues } from './text-values.ts';
import { instant } from './scalars.ts';

const ITEM = ' *[0-9]{4}(?:\\.\\.[0-9]{4})? *';
const LIST = `^${ITEM}(?:,${ITEM})*$`;
const LIST_PATTERN = new RegExp(LIST);
const MOST_CHARACTERS = 1_024;

/** Both inclusive. */
export interface YearRange {
  from: number;
  to: number;
}

const years = z
  .union(
    [
      z
        .string()
        .max(MOST_CHARACTERS)
        .regex(LIST_PATTERN)
        .transform((text) => text.split(',').map(parseYears)),
      z
        .int()
        .min(1_000)
        .max(9_999)
        .transform((year): YearRange[] => [{ from: year, to: year }]),
    ],
    { error: 'expected a year such as 2011, or a range such as 2010..2015; several with commas' },
  )
  .meta({
    description: 'Model year, or a range with both ends included. Several with commas.',
    example: '2010..2015',
  });

function parseYears(text: string): YearRange {
  const [from = '', to = from] = text.trim().split('..');
  return { from: Number(from), to: Number(to) };
}

/** Which detections or alerts are meant; members that are left out do not restrict. */
export const logFilter = {
  make: textValues('Make, in any case.', 'Toyota').optional(),
  model: textValues('Model, in any case.', 'Land Cruiser').optional(),
  category: textValues(
    'Category, in any case: one of those that a detection names.',
    'SUV',
  ).optional(),
  source: textValues('Camera, exactly as it names itself.', 'gate-1').optional(),
  year: years.optional(),
  from: instant('Detected at or after this time.', '2026-11-24T00:00:00Z').optional(),
  to: instant('Detected before this time.', '2026-11-25T00:00:00+01:00').optional(),
};

/** Looks at a log as it was: what came later does not show. */
function asOfA(entry: string, example: number) {
  return z
    .int()
    .min(0)
    .meta({
      description: `Answer as of this ${entry}; take it from an earlier answer to page in frozen data. One that is ahead of the newest is refused.`,
      example,
    })
    .optional();
}
export const asOfPosition = asOfA('position', 1204);
export const asOfAlert = asOfA('number of an alert', 391);

export const order = z
  .enum(['newest', 'oldest'])
  .default('newest')
  .meta({ description: 'Which end of the log comes first.', example: 'newest' });
