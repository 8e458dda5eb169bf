import type { AppRouter } from '@intellisite/api';
import { httpBatchLink, httpLink, splitLink, type TRPCLink } from '@trpc/client';
import { signInAgainLink } from '../auth/sign-in-again-link.ts';

const CALLS = '/api/v1/trpc';
/** Servers and proxies take some 8 KB in a request's first line. */
const LONGEST_URL = 4_000;
const MOST_IN_A_BATCH = 10;

/** How the browser's calls reach the API: together in few requests; filters without end in a body. */
export function callLinks(): TRPCLink<AppRouter>[] {
  return [
    signInAgainLink(),
    splitLink({
      condition: ({ type, input }) => type === 'query' && lengthInUrl(input) > LONGEST_URL,
      true: httpLink({ url: CALLS, methodOverride: 'POST' }),
      // With room for what stands in the URL beside the input.
      false: httpBatchLink({
        url: CALLS,
        maxURLLength: 2 * LONGEST_URL,
        maxItems: MOST_IN_A_BATCH,
      }),
    }),
  ];
}

function lengthInUrl(input: unknown): number {
  return input === undefined ? 0 : encodeURIComponent(JSON.stringify(input)).length;
}
