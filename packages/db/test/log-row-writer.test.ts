import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRowWriter } from '../src/log/row-writer.ts';

const writer = createRowWriter();

function written(write: () => void): string {
  write();
  return writer.take().toString();
}

it('writes times as Date does', () => {
  const FIRST = Date.UTC(1, 0, 1) - 1900 * 365.25 * 86_400_000;
  const time = fc.oneof(
    fc.integer({ min: Math.ceil(FIRST), max: Date.UTC(9999, 11, 31) }),
    fc.integer({ min: -100_000, max: 100_000 }),
    fc.integer({ min: 0, max: 3_000 }).map((minute) => Date.UTC(2026, 1, 28) + minute * 60_000 - 1),
  );
  fc.assert(
    fc.property(fc.array(time), (times) => {
      const due = times.map((ms) => new Date(ms).toISOString()).join('');
      expect(
        written(() => {
          for (const ms of times) writer.time(ms);
        }),
      ).toBe(due);
    }),
  );
});

it('writes whole numbers as JSON does', () => {
  const numbers = fc.oneof(fc.maxSafeNat(), fc.nat(), fc.constantFrom(0, 9, 10, 2 ** 53 - 1));
  fc.assert(
    fc.property(fc.array(numbers), (values) => {
      expect(
        written(() => {
          for (const value of values) writer.integer(value);
        }),
      ).toBe(values.join(''));
    }),
  );
});

it('has room for any text', () => {
  const long = Buffer.alloc(5_000_000, 'ä');
  expect(writer.take().length).toBe(0);
  expect(
    written(() => {
      writer.bytes(long);
      writer.integer(1);
    }),
  ).toBe(`${long.toString()}1`);
  expect(
    written(() => {
      writer.integer(2);
    }),
  ).toBe('2');
});
