import { AppError } from '../errors/app-error.ts';
import type { RestExchange } from './rest-exchange.ts';

/** Refuses callers who speak tRPC: what is answered is a file or a stream, and no value. */
export function restOnly({ rest }: { rest: RestExchange | null }): void {
  if (!rest) throw new AppError('not_found', { detail: 'This call is answered over REST alone.' });
}
