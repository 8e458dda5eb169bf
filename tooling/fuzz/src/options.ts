import { InvalidArgumentError } from 'commander';

/** As text: those that schemathesis prints have up to 39 digits, more than a number holds. */
export function parseLargeSeed(text: string): string {
  if (/^(0|[1-9]\d{0,38})$/.test(text)) return text;
  throw new InvalidArgumentError('expected a whole number of at most 39 digits');
}

/** One that fast-check takes: 32 bits. */
export function parseSeed(text: string): number {
  if (/^(0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of at most 9 digits');
}
