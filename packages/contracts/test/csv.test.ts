import { expect, it } from 'vitest';
import { csvField, csvRecord } from '../src/index.ts';

it('quotes what RFC 4180 has quoted', () => {
  expect(csvRecord(['Two, "too"', 'a\nb', 'plain', '', -3])).toBe(
    '"Two, ""too""","a\nb",plain,,-3\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r\n=1', ' =1', '\uff1d1', '\uff201'])(
  'lets a spreadsheet calculate nothing of %j',
  (text) => {
    expect(csvField(text).replace(/^"/, '').startsWith(`'${text}`)).toBe(true);
  },
);

it('leaves names as they are', () => {
  for (const name of ['C-Class', 'e-tron @ 55', 'A=B', "'quoted'", '3 Series']) {
    expect(csvField(name)).toBe(name);
  }
});
