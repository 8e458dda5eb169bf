import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, hexDump, piecesOf } from '../src/lib/raw-message.ts';

const shownOf = (bytes: Uint8Array): string =>
  piecesOf(bytes)
    .map(({ text }) => text)
    .join('');

test.each([
  ['A3\u0000\u001b[31m', String.raw`A3\u0000\u001b[31m`],
  ['exe\u202egnp\u2066', String.raw`exe\u202egnp\u2066`],
  ['a\nb\tc\r', String.raw`a\nb\tc\r`],
  ['\ufeffx', String.raw`\ufeffx`],
  ['\u{e0041}tag', String.raw`\u{e0041}tag`],
  ['Škoda 😀 مرحبا', 'Škoda 😀 مرحبا'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
])('writes out what cannot be seen: %j', (text, shown) => {
  expect(shownOf(new TextEncoder().encode(text))).toBe(shown);
});

test.each([
  [[0x43, 0xc3, 0x28], String.raw`C\xC3(`],
  [[0xc0, 0x80], String.raw`\xC0\x80`],
  [[0xed, 0xa0, 0x80], String.raw`\xED\xA0\x80`],
  [[0xf0, 0x9f, 0x98], String.raw`\xF0\x9F\x98`],
  [[0xff, 0x41], String.raw`\xFFA`],
])('writes out bytes that are no UTF-8: %j', (bytes, shown) => {
  expect(shownOf(Uint8Array.from(bytes))).toBe(shown);
});

test('shows any bytes, without one that acts on the screen, and marks what it wrote out', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const pieces = piecesOf(bytes);
      expect(pieces.map(({ text }) => text).join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const plain = pieces.filter(({ escaped }) => !escaped).map(({ text }) => text);
      expect(new TextDecoder().decode(bytes)).toContain(plain[0] ?? '');
      const hexDigits = hexDump(bytes)
        .split('\n')
        .map((line) => line.slice(6, 54).replaceAll(' ', ''))
        .join('');
      expect(hexDigits).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});

test('reads base64', () => {
  expect([...bytesOf('AP9h')]).toEqual([0, 255, 0x61]);
});
