import fc from 'fast-check';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import type { LogFilter } from '../src/index.ts';
import { FIRST, MAKES, MINUTE_MS, MODELS, RARE_MAKES, timeOf } from './log-fixture.ts';

/** Before every row, however late it came. */
export const EARLIEST = FIRST - 4 * 60 * MINUTE_MS;

const someOf = (values: readonly string[]) =>
  fc.subarray([...values, 'unknown'], { minLength: 1, maxLength: 2 });

/** Questions to a log of so many detections. */
export function questions(detections: number) {
  // Also exactly the times of rows, where from and to differ.
  const time = fc.oneof(
    fc.integer({ min: EARLIEST, max: timeOf(detections) }),
    fc.integer({ min: 0, max: detections }).map(timeOf),
    fc.constantFrom(0, BLOCK_SIZE - 1, BLOCK_SIZE, 2 * BLOCK_SIZE - 1).map(timeOf),
  );
  const filter: fc.Arbitrary<LogFilter> = fc.record(
    {
      make: fc.oneof(someOf([...MAKES, 'TOYOTA']), someOf(RARE_MAKES)),
      model: someOf(MODELS),
      category: someOf(['suv', 'Wagon', 'sedan']),
      source: someOf(['gate-1', 'gate-2']),
      year: fc.constantFrom([{ from: 2011, to: 2021 }], [{ from: 2001, to: 2001 }]),
      // Time ranges go another way than everything else, which must not be too rare beside them.
      from: fc.option(time, { nil: undefined, freq: 2 }),
      to: fc.option(time, { nil: undefined, freq: 2 }),
    },
    { requiredKeys: [] },
  );
  return {
    filter,
    /** Of a log with this head. */
    asOf: (head: number) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(head) },
        {
          weight: 2,
          arbitrary: fc.constantFrom(
            ...[0, 1, BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE].map((at) =>
              Math.min(at, head),
            ),
          ),
        },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: head }) },
      ),
    order: fc.constantFrom('newest' as const, 'oldest' as const),
    /** Of a timeline: an interval over much of the log or all of it, or any times. */
    boundaries: fc.oneof(
      fc
        .record({
          first: fc.constantFrom(EARLIEST, FIRST),
          minutes: fc.integer({ min: 1, max: 400 }),
          count: fc.integer({ min: 0, max: 300 }),
        })
        .map(({ first, minutes, count }) =>
          Array.from({ length: count }, (_, index) => first + index * minutes * MINUTE_MS),
        ),
      // As hours, days and months begin, in some zone.
      fc
        .record({
          first: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
          quarters: fc.integer({ min: 1, max: 40 }),
          count: fc.integer({ min: 0, max: 100 }),
        })
        .map(({ first, quarters, count }) =>
          Array.from(
            { length: count },
            (_, index) => EARLIEST + (first + index * quarters) * 15 * MINUTE_MS,
          ),
        ),
      fc.array(time, { maxLength: 20 }).map((times) => times.sort((a, b) => a - b)),
      fc
        .array(time, { maxLength: 20 })
        .map((times) => [EARLIEST, ...times.sort((a, b) => a - b), timeOf(2 * detections)]),
    ),
  };
}
