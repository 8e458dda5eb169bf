import {
  createTRPCClientProxy,
  httpLink,
  splitLink,
  TRPCUntypedClient,
  type TRPCRequestOptions,
} from '@trpc/client';
import type { Transport } from './http/transport.ts';
import { IntellisiteError } from './intellisite-error.ts';
import type { IntellisiteApi, IntellisiteRouter } from './router.ts';

/** What the API sends is JSON, and typed as such: see {@link IntellisiteRouter}. */
const AS_IT_IS = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value };

/** Servers and proxies take some 8 KB in a request's first line; the path and a proxy's own are part of it. */
const LONGEST_INPUT_IN_URL = 4_000;

/**
 * tRPC's client over our transport. One request a call and no batches: a call can be aborted, renewed
 * and tried again without the others, and none waits for the slowest.
 */
export function createApiCalls(transport: Transport): IntellisiteApi {
  const link = splitLink<IntellisiteRouter>({
    condition: ({ type }) => type === 'mutation',
    true: linkOver(transport, { repeatable: false }),
    false: splitLink({
      condition: ({ input }) => lengthInUrl(input) <= LONGEST_INPUT_IN_URL,
      true: linkOver(transport, { repeatable: true }),
      false: linkOver(transport, { repeatable: true, methodOverride: 'POST' }),
    }),
  });
  return createTRPCClientProxy(new ApiClient({ links: [link] }));
}

function linkOver(
  transport: Transport,
  { repeatable, methodOverride }: { repeatable: boolean; methodOverride?: 'POST' },
) {
  return httpLink<IntellisiteRouter>({
    url: '/trpc',
    transformer: AS_IT_IS,
    ...(methodOverride ? { methodOverride } : {}),
    async fetch(path: URL | string, init) {
      const answer = await transport.call({
        method: init?.method ?? 'GET',
        path: String(path),
        headers: (init?.headers ?? {}) as Record<string, string>,
        body: init?.body as string | undefined,
        signal: init?.signal ?? transport.closed,
        repeatable,
      });
      return { ok: true, json: () => Promise.resolve(answer) };
    },
  });
}

function lengthInUrl(input: unknown): number {
  return input === undefined ? 0 : encodeURIComponent(JSON.stringify(input)).length;
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
