import 'server-only';
import type { AppRouter } from '@intellisite/api';
import { createTRPCClient, httpLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache } from 'react';
import { hostedApi } from '../host/hosted-api.ts';
import { createQueryClient } from './query-client.ts';

/** Of the request that is rendered: what it has asked for goes with the page. */
export const serverQueryClient = cache(createQueryClient);

/**
 * The API for server components: in this process, as the person whose request is rendered, through the
 * same checks as a call of the browser.
 */
export const serverApi = cache(async () => {
  const asked = await headers();
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: 'http://localhost/api/v1/trpc',
        headers: { cookie: asked.get('cookie') ?? '', 'sec-fetch-site': 'same-origin' },
        fetch: async (url, init) => {
          const { body, headers: own, method } = init ?? {};
          const api = hostedApi();
          if (!api) throw new Error('The API of this process is not there yet.');
          return await api.fetch(
            new Request(url, {
              ...(body ? { body: body as string } : {}),
              ...(own ? { headers: own as Record<string, string> } : {}),
              ...(method === undefined ? {} : { method }),
            }),
          );
        },
      }),
    ],
  });
  return createTRPCOptionsProxy<AppRouter>({ client, queryClient: serverQueryClient });
});
