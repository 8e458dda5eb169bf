import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_SIZE, blockOf, decodeTimes, encodeTimes } from '../src/blocks/block-codec.ts';
import { encodePostings, postedRow } from '../src/blocks/postings-codec.ts';
import { pair, unpair } from '../src/blocks/pairs.ts';
import { encodeQuarters } from '../src/blocks/quarters-codec.ts';
import { addTallies, encodeTallies, quartersOfRows } from '../src/blocks/tallies-codec.ts';
import { countsOf, postedRows, quartersOf, recountOf } from './block-support.ts';

const DAY_MS = 86_400_000;

describe('block times', () => {
  it('come back exactly, whatever they span', () => {
    const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(time, time, fc.boolean(), (first, second, near) => {
        const other = near ? first + (second % DAY_MS) : second;
        const times = new Float64Array(BLOCK_SIZE).fill(first);
        times[BLOCK_SIZE - 1] = other;
        const { min, max, bytes } = encodeTimes(times);
        const offsets = decodeTimes(bytes);
        expect([min, max]).toEqual([Math.min(first, other), Math.max(first, other)]);
        expect(min + offsets[0]!).toBe(first);
        expect(min + offsets[BLOCK_SIZE - 1]!).toBe(other);
      }),
      { numRuns: 20 },
    );
  });
});

describe('positions', () => {
  it('fall into blocks without overlap', () => {
    expect([1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE].map(blockOf)).toEqual([0, 0, 1, 1]);
  });
});

const seriesIds = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 2_000 }),
  fc.integer({ min: 0, max: 100_000 }),
);

describe('block postings', () => {
  it('name the rows of any series, and of those alone', () => {
    fc.assert(
      fc.property(fc.array(seriesIds, { minLength: 1 }), fc.array(seriesIds), (ids, wanted) => {
        const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => ids[row % ids.length]!);
        const mask = new Uint8Array(100_001);
        for (const id of [...wanted, ids[0]!]) mask[id] = 1;
        expect(postedRows(encodePostings(series), mask)).toEqual(
          [...series.entries()]
            .filter(([, id]) => mask[id] === 1)
            .map(([row, id]) => postedRow(row, id)),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('block quarters', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

  it('say of each row in which quarter of an hour it was detected', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 1 }), (starts) => {
        const times = Float64Array.from(
          { length: BLOCK_SIZE },
          (_, row) => starts[Math.floor((row * starts.length) / BLOCK_SIZE)]! + 700 * (row % 5_000),
        );
        const quarters = encodeQuarters(times)!;
        const wrong = quartersOf(quarters).findIndex(
          (quarter, row) => quarter !== Math.floor(times[row]! / 900_000),
        );
        expect(wrong).toBe(-1);
      }),
      { numRuns: 20 },
    );
  });

  it('are left out where they would take as much as the times', () => {
    const times = Float64Array.from({ length: BLOCK_SIZE }, (_, row) => (row % 2) * DAY_MS);
    expect(encodeQuarters(times)).toBeNull();
  });
});

/** Each id once, and of each row the index of its own. */
function distinct(series: Uint32Array): { ids: Uint32Array; indexOf: Uint16Array } {
  const indices = new Map([...new Set(series)].map((id, index) => [id, index]));
  return {
    ids: Uint32Array.from(indices.keys()),
    indexOf: Uint16Array.from(series, (id) => indices.get(id)!),
  };
}

describe('pairs', () => {
  it('are told apart, however large, and small ones take a byte', () => {
    const integer = fc.integer({ min: 0, max: BLOCK_SIZE });
    fc.assert(
      fc.property(integer, fc.integer({ min: 0, max: 8_191 }), (one, other) => {
        expect(unpair(pair(one, other))).toEqual([one, other]);
        expect(unpair(pair(other, one))).toEqual([other, one]);
      }),
    );
    expect(pair(8_191, BLOCK_SIZE)).toBeLessThan(2 ** 32);
    const paired = Array.from({ length: 120 }, (_, integer) => unpair(integer));
    expect(paired.map(([one, other]) => pair(one, other))).toEqual([...paired.keys()]);
    expect(Math.max(...paired.map(([one, other]) => one + other))).toBe(14);
  });
});

describe('block tallies', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
  const ids = fc.array(seriesIds, { minLength: 1, maxLength: 50 });

  it('count the rows of any groups, and of those alone, in each quarter of an hour', () => {
    const starts = fc.array(time, { minLength: 1, maxLength: 5 });
    const groups = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(ids, starts, groups, fc.func(fc.boolean()), (drawn, begins, count, isWanted) => {
        const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => {
          return drawn[(row * 7 + (row >> 8)) % drawn.length]!;
        });
        const times = Float64Array.from(
          { length: BLOCK_SIZE },
          (_, row) => begins[row % begins.length]! + 40 * row,
        );
        // 0 stands for rows that retention has deleted: they are in no group.
        const groupOf = Uint32Array.from({ length: 100_001 }, (_, id) =>
          id === 0 ? 0 : 1 + (id % count),
        );
        const mask = Uint8Array.from(groupOf, (group) => (group > 0 && isWanted(group) ? 1 : 0));
        const { ids, indexOf } = distinct(series);
        const groups = ids.map((id) => groupOf[id]!);
        const tallies = encodeTallies({ ids, indexOf, groups }, quartersOfRows(times)!);
        expect(countsOf(addTallies(tallies, mask))).toEqual(recountOf(series, times, mask));
      }),
      { numRuns: 20 },
    );
  });

  it('are left out where they would say hardly less than the rows', () => {
    const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => 1 + (row % 2_000));
    const times = Float64Array.from({ length: BLOCK_SIZE }, (_, row) => row * 60_000);
    const { ids, indexOf } = distinct(series);
    const grouped = { ids, indexOf, groups: ids };
    expect(encodeTallies(grouped, quartersOfRows(times)!)).toHaveLength(0);
    expect(quartersOfRows(times.map((at) => 100 * at))).toBeNull();
  });
});
