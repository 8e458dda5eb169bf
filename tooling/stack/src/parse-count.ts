import { InvalidArgumentError } from 'commander';

/** For an option of a command line. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number above 0, of at most 15 digits');
}
