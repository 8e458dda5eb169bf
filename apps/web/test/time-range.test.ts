import { describe, expect, it } from 'vitest';
import { readTimeRange } from '../src/components/filters/time-range.ts';

describe('what is typed into the filter of time', () => {
  it('names two times of the person, or one, or none', () => {
    const [from, to] = ['2026-01-10T12:30', '2026-01-10T13:00'];
    expect(readTimeRange({ from, to })).toEqual({ from: new Date(from), to: new Date(to) });
    expect(readTimeRange({ from: '', to })).toEqual({ from: null, to: new Date(to) });
    expect(readTimeRange({ from: '', to: '' })).toEqual({ from: null, to: null });
  });

  it.each(['20266-01-01T00:00', 'yesterday'])('is not filtered by when it is %s', (typed) => {
    const problem = 'Expected a date and a time, as in 2026-11-29T14:32';
    expect(readTimeRange({ from: typed, to: '' })).toBe(problem);
    expect(readTimeRange({ from: '', to: typed })).toBe(problem);
  });

  it('ends after it begins', () => {
    const time = '2026-01-10T12:30';
    expect(readTimeRange({ from: time, to: time })).toBe(
      'Expected an end that is after the beginning',
    );
  });
});
