import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';

/** What a list of now is good for, in ms: what is live says so when it changes. */
const FRESH_MS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A device that is offline is told so at once, instead of being left to wait.
      queries: {
        staleTime: FRESH_MS,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        retry: 1,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
      dehydrate: {
        // What the server has begun, the browser goes on to wait for.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
}
