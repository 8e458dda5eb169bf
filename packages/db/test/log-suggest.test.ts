import { expect, it } from 'vitest';
import { createLogs, createSnapshots, type SuggestQuery } from '../src/index.ts';
import { batchOf, createTestStore, seriesKey } from './support.ts';

/** Detections of make and model, most of them first. */
const SEEN: [make: string, model: string, count: number][] = [
  ['Toyota', 'Land Cruiser', 5],
  ['Land Rover', 'Rover 75', 4],
  ['LAND ROVER', 'Defender', 3],
  ['Rolls-Royce', 'Ghost', 2],
  ['Škoda', 'Superb', 1],
  ['Kia', 'Rio', 1],
];

it('names what begins with what was typed first, then words, then parts', async () => {
  const store = await createTestStore();
  const keys = SEEN.flatMap(([make, model, count]) =>
    Array.from({ length: count }, () => seriesKey({ make, model })),
  );
  await store.newWriter().write(batchOf(keys));
  const logs = createLogs({ pool: store.pool });
  const snapshot = await createSnapshots(store.pool).read();
  const ask = async (query: SuggestQuery): Promise<string[]> =>
    (await logs.suggest(snapshot, query)).map(({ value, count }) => `${value} ${count}`);

  // Spellings that differ in case are one, shown as most have it.
  expect(await ask({ field: 'make', q: ' land' })).toEqual(['Land Rover 7']);
  // `Rover` begins a word of one, `ro` is within none of the others.
  expect(await ask({ field: 'make', q: 'RO' })).toEqual(['Rolls-Royce 2', 'Land Rover 7']);
  expect(await ask({ field: 'make', q: 'o' })).toEqual([
    'Land Rover 7',
    'Toyota 5',
    'Rolls-Royce 2',
    'Škoda 1',
  ]);
  expect(await ask({ field: 'make', q: 'royce' })).toEqual(['Rolls-Royce 2']);
  expect(await ask({ field: 'make', q: 'šK' })).toEqual(['Škoda 1']);
  expect(await ask({ field: 'make', q: 'x' })).toEqual([]);
  expect((await ask({ field: 'model', q: '' }))[0]).toBe('Land Cruiser 5');
  expect(await ask({ field: 'model', q: '', make: ['land rover', 'Kia'] })).toEqual([
    'Rover 75 4',
    'Defender 3',
    'Rio 1',
  ]);
});

it('names at most twenty', async () => {
  const store = await createTestStore();
  const keys = Array.from({ length: 30 }, (_, index) => seriesKey({ model: `Model ${index}` }));
  await store.newWriter().write(batchOf(keys));
  const snapshot = await createSnapshots(store.pool).read();
  const suggestions = await createLogs({ pool: store.pool }).suggest(snapshot, {
    field: 'model',
    q: 'model',
  });
  expect(suggestions).toHaveLength(20);
});
