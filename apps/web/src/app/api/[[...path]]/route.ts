import { hostedApi } from '../../../host/hosted-api.ts';

/** An answer is made for each request. */
export const dynamic = 'force-dynamic';

/**
 * Everything that the API answers, where Next is what listens (docs/decisions/0007-two-mounts.md). The
 * production server gives these requests to the API before Next sees them.
 */
async function answer(request: Request): Promise<Response> {
  const api = hostedApi();
  if (!api) throw new Error('Nobody has set the API of this process: see instrumentation.ts.');
  return await api.fetch(request);
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
