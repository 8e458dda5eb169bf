import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';

/** What a list of now is good for, in ms: what is live says so when it changes. */
const FRESH_MS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, refetchOnWindowFocus: false, retry: 1 },
      dehydrate: {
        // What the server has begun, the browser goes on to wait for.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
}
