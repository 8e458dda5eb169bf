import { IntellisiteError } from '../intellisite-error.ts';

/**
 * Reads what the API sent. What came instead stays untold: it may hold tokens.
 *
 * @throws IntellisiteError unexpected_answer
 */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new IntellisiteError('unexpected_answer', { message: 'What came is not JSON.' });
  }
}
