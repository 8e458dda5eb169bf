import { AsOfError, type LogFilter } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';

/** Filters that no row can pass: whoever sends one means something else. */
export function refuseEmptyRanges({ from, to, year }: LogFilter): void {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new AppError('empty_range', {
      detail: 'from must be before to.',
      errors: [{ member: 'from', message: 'expected a time before to' }],
    });
  }
  const reversed = year?.find((range) => range.from > range.to);
  if (reversed) {
    throw new AppError('empty_range', {
      detail: `Nothing is of a year from ${reversed.from} to ${reversed.to}.`,
      errors: [{ member: 'year', message: 'expected the earlier year first' }],
    });
  }
}

/** Runs a question about a log; an `asOf` that it cannot be asked for becomes a refusal. */
export async function askLog<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof AsOfError)) throw error;
    const { reason, floor, head } = error;
    const errors = [{ member: 'asOf', message: `expected from ${floor} to ${head}` }];
    throw reason === 'ahead'
      ? new AppError('as_of_ahead', { detail: `The newest is ${head}.`, errors, cause: error })
      : new AppError('dropped', {
          detail: `Everything up to ${floor} was dropped by retention.`,
          errors,
          cause: error,
        });
  }
}
