import { z } from 'zod';
import { parseTimestamp } from '../timestamp.ts';

/** A time as it is sent: RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339, in UTC.', example: '2026-11-24T08:15:30.123Z' });

/** A time as it is given: RFC 3339 with any zone. Comes out as milliseconds since 1970. */
export function instant(description: string) {
  return z
    .string({ error: 'expected a time such as 2026-11-24T08:15:30Z' })
    .transform((text, context) => {
      const time = parseTimestamp(text);
      if (time !== null) return time;
      context.addIssue({
        code: 'custom',
        message: 'expected a time with a zone, such as 2026-11-24T08:15:30Z',
      });
      return z.NEVER;
    })
    .meta({ override: { type: 'string', format: 'date-time' }, description });
}

/** A position or a number in a log: 1, 2, 3, ... */
export const position = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const uuid = z.uuid();

/** What a list says of itself beside its rows. */
export const listFigures = {
  size: z.int().min(0).meta({ description: 'Rows in `data`.' }),
  skip: z.int().min(0),
  limit: z.int().min(1),
  total: z.int().min(0).meta({ description: 'Rows that the filter selects, exactly.' }),
};

/** Which part of a list is asked for. */
export const paging = {
  skip: z
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'Rows to pass over. Costs the same at any depth.', example: 0 }),
  limit: z
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .meta({ description: 'Most rows to answer.', example: 100 }),
};
