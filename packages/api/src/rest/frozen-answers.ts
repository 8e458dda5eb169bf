import { keptBytes } from '@intellisite/db';
import { LRUCache } from 'lru-cache';
import { matchesEtag, strongEtag } from './etag.ts';
import { answerRest, RestAnswer } from './rest-answer.ts';
import type { RestExchange } from './rest-exchange.ts';

/** What an answer is of: the same again gives the same bytes for ever. */
export interface FrozenKey {
  /** Identity of the database. */
  epoch: string;
  /** Position that the answer is as of. */
  asOf: number;
  /** Positions at or below it were dropped. */
  floor: number;
  /** The request, after defaults. */
  input: unknown;
}

/** Answers in JSON that never change: with a validator, and kept for those who ask the same again. */
export interface FrozenAnswers {
  /** `render` is called when neither the client nor the cache has the answer. */
  answer<Output>(
    rest: RestExchange,
    key: FrozenKey,
    render: () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>,
  ): Promise<Output>;
}

interface Kept {
  etag: string;
  body: Uint8Array<ArrayBuffer>;
}

const CACHE_BYTES = 32 * 1024 * 1024;

/**
 * Rows never change once they are committed, so an answer is fixed by its request and its `asOf`. While
 * nothing new arrives, the same question is answered without work; a new detection moves `asOf`, and
 * with it the key.
 */
export function createFrozenAnswers(): FrozenAnswers {
  /** By the key in full: to look it up costs less than to make the validator of it. */
  const known = new LRUCache<string, Kept>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ body }, key) => body.length + key.length + 256,
  });

  return {
    async answer<Output>(
      { operation, ifNoneMatch }: RestExchange,
      { epoch, asOf, floor, input }: FrozenKey,
      render: () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>,
    ): Promise<Output> {
      const whole = JSON.stringify([operation, epoch, asOf, floor, input]);
      let kept = known.get(whole);
      const etag = kept?.etag ?? strongEtag(whole);
      const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
      if (matchesEtag(ifNoneMatch, etag))
        return answerRest(new RestAnswer<Output>(304, headers, null));
      if (!kept) {
        kept = { etag, body: keptBytes(await render()) };
        known.set(whole, kept);
      }
      return answerRest(
        new RestAnswer<Output>(200, { ...headers, 'Content-Type': 'application/json' }, kept.body),
      );
    },
  };
}
