import { foldCase } from '@intellisite/contracts';
import { expect, it } from 'vitest';
import { batchOf, createTestStore, seriesKey } from './support.ts';

/** Texts have at most this many code points; an index entry at most some 2,700 bytes. */
const LONGEST = 512;

it('no case-folded text is too long for its index', () => {
  let longest = 0;
  for (let code = 0x20; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    // Text is brought to NFC before it is measured.
    if (character.normalize('NFC') !== character) continue;
    longest = Math.max(longest, Buffer.byteLength(foldCase(character)));
  }
  expect(longest * LONGEST).toBeLessThan(2_650);
});

it('the longest texts that the decoder accepts can be indexed', async () => {
  const store = await createTestStore();
  // Not compressible: neighbouring code points of four bytes each.
  const long = (from: number): string =>
    Array.from({ length: LONGEST }, (_, index) =>
      String.fromCodePoint(0x1_0400 + ((from + index * 7_919) % 0x1_0000)),
    ).join('');
  const key = seriesKey({ make: long(1), model: long(2), category: long(3) });
  await store.newWriter().write(batchOf([{ ...key, source: long(4) }]));
  const { rows } = await store.pool.query('SELECT length(name) AS n FROM makes');
  expect(rows).toEqual([{ n: LONGEST }]);
});
