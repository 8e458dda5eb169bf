import {
  createTRPCClientProxy,
  httpLink,
  TRPCUntypedClient,
  type TRPCRequestOptions,
} from '@trpc/client';
import type { Transport } from './http/transport.ts';
import { IntellisiteError } from './intellisite-error.ts';
import type { IntellisiteApi, IntellisiteRouter } from './router.ts';

/** What the API sends is JSON, and typed as such: see {@link IntellisiteRouter}. */
const AS_IT_IS = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value };

/**
 * tRPC's client over our transport. One request a call and no batches: a call can be aborted, renewed
 * and tried again without the others, and none waits for the slowest.
 */
export function createApiCalls(transport: Transport): IntellisiteApi {
  const link = httpLink<IntellisiteRouter>({
    url: '/trpc',
    transformer: AS_IT_IS,
    async fetch(path: URL | string, init) {
      const method = init?.method ?? 'GET';
      const answer = await transport.call({
        method,
        path: String(path),
        headers: (init?.headers ?? {}) as Record<string, string>,
        body: init?.body as string | undefined,
        signal: init?.signal ?? transport.closed,
        repeatable: method === 'GET',
      });
      return { ok: true, json: () => Promise.resolve(answer) };
    },
  });
  return createTRPCClientProxy(new ApiClient({ links: [link] }));
}

/** Rejects with our errors, and with the caller's own reason where it aborted. */
class ApiClient extends TRPCUntypedClient<IntellisiteRouter> {
  override async query(
    path: string,
    input?: unknown,
    options?: TRPCRequestOptions,
  ): Promise<unknown> {
    return await withOurErrors(super.query(path, input, options), options?.signal);
  }

  override async mutation(
    path: string,
    input?: unknown,
    options?: TRPCRequestOptions,
  ): Promise<unknown> {
    return await withOurErrors(super.mutation(path, input, options), options?.signal);
  }
}

async function withOurErrors<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await call;
  } catch (error) {
    signal?.throwIfAborted();
    const { cause } = error as Error;
    if (cause instanceof IntellisiteError) throw cause;
    throw cause instanceof Error
      ? cause
      : new IntellisiteError('unexpected_answer', { message: 'The answer is not one of tRPC.' });
  }
}
