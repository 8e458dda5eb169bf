import { z } from 'zod';
import { MIN_YEAR } from '../bounds.ts';
import { splitValues, textValues } from './text-values.ts';
import { instant } from './scalars.ts';

const LATEST_YEAR = 9_999;
const YEARS = /^(\d{4})(?:\.\.(\d{4}))?$/;

/** Both inclusive. */
export interface YearRange {
  from: number;
  to: number;
}

function parseYears(text: string): YearRange | null {
  const match = YEARS.exec(text.trim());
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return [from, to].every((year) => year >= MIN_YEAR && year <= LATEST_YEAR) ? { from, to } : null;
}

const years = z
  .union([z.int(), z.string()], { error: 'expected a year such as 2011, or a range 2010..2015' })
  .transform((given, context) => {
    const ranges = (splitValues(String(given)) ?? ['']).map(parseYears);
    const known = ranges.filter((range) => range !== null);
    if (known.length === ranges.length) return known;
    context.addIssue({
      code: 'custom',
      message: `expected years from ${MIN_YEAR} such as 2011, or ranges such as 2010..2015`,
    });
    return z.NEVER;
  })
  .meta({
    description: 'Model year, or a range with both ends included. Several with commas.',
    example: '2010..2015',
  });

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
  from: instant('Detected at or after this time.').optional(),
  to: instant('Detected before this time.').optional(),
};

/** Looks at a log as it was: what came later does not show. */
export const asOf = z.int().min(0).optional().meta({
  description: 'Answer as of this position; take it from an earlier answer to page in frozen data.',
});

export const order = z
  .enum(['newest', 'oldest'])
  .default('newest')
  .meta({ description: 'Which end of the log comes first.' });
