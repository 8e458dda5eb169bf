import autocannon from 'autocannon';

export interface Load {
  perSecond: number;
  /** ms */
  p50: number;
  p99: number;
}

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 2;

/**
 * Asks for one target as fast as answers come.
 *
 * @throws Error when an answer was not 200
 */
export async function load(
  url: string,
  {
    token,
    seconds,
    connections = CONNECTIONS,
  }: { token?: string; seconds: number; connections?: number },
): Promise<Load> {
  const options = {
    url,
    connections,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
  await autocannon({ ...options, duration: WARM_UP_SECONDS });
  const result = await autocannon({ ...options, duration: seconds });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0)
    throw new Error(`${url}: ${String(refused)} requests were not answered with 200`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
