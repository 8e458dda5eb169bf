import { z } from 'zod';
import { parseTimestamp } from '../timestamp.ts';

/** A time as it is sent: RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 }).meta({
  // The schema's own pattern spells out the calendar, which `format` says already.
  override: {
    type: 'string',
    format: 'date-time',
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
  },
  description: 'RFC 3339, in UTC.',
  example: '2026-11-24T08:15:30.123Z',
});

/** RFC 3339, without leap seconds and the years before 1000. The calendar is left to the parser. */
const INSTANT =
  '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](?:\\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$';
const INSTANT_PATTERN = new RegExp(INSTANT);
const INSTANT_EXPECTED = 'expected a time with a zone, such as 2026-11-24T08:15:30Z';

/** A time as it is given: RFC 3339 with any zone. Comes out as milliseconds since 1970. */
export function instant(description: string, example: string) {
  return z
    .string({ error: INSTANT_EXPECTED })
    .transform((text, context) => {
      const time = INSTANT_PATTERN.test(text) ? parseTimestamp(text) : null;
      if (time !== null) return time;
      context.addIssue({ code: 'custom', message: INSTANT_EXPECTED });
      return z.NEVER;
    })
    .meta({
      override: { type: 'string', format: 'date-time', pattern: INSTANT },
      description: `${description} RFC 3339 with a zone.`,
      example,
    });
}

/** A position or a number in a log: 1, 2, 3, ... */
export const position = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const uuid = z.uuid();

/** What a list says of itself beside its rows. */
export const listFigures = {
  size: z.int().min(0).meta({ description: 'Rows in `data`.' }),
  skip: z.int().min(0).meta({ description: 'As it was asked for.' }),
  limit: z.int().min(1).max(1_000).meta({ description: 'As it was asked for.' }),
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
