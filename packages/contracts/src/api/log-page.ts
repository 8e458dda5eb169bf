import { z } from 'zod';
import { logFilter, order, type asOfPosition } from './log-filter.ts';
import { listFigures, paging } from './scalars.ts';

/** Which part of a log is asked for. */
export function logPageInput(asOf: typeof asOfPosition) {
  return z.strictObject({ ...paging, order, asOf, ...logFilter });
}

/** A page of a log, whose rows are counted by `entry`. */
export function logPage<Row extends z.ZodType>(row: Row, entry: 'position' | 'number') {
  return z.object({ data: z.array(row), ...listFigures, asOf: newestKnown(entry) });
}

/** What an answer is as of: ask with it again, and see the same. */
export function newestKnown(entry: 'position' | 'number') {
  return z
    .int()
    .min(0)
    .meta({ description: `The newest ${entry} that this answer knows of.` });
}
