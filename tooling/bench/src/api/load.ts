import autocannon from 'autocannon';
import { cpuSeconds } from '../shared/process-usage.ts';

export interface Load {
  perSecond: number;
  /** ms */
  p50: number;
  p99: number;
  /** Of the server's processor, for each answer, in µs; null: not known. */
  cpuMicros: number | null;
}

interface LoadOptions {
  token?: string;
  seconds: number;
  connections?: number;
  /** Of the server. */
  pid?: number;
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
  { token, seconds, connections = CONNECTIONS, pid }: LoadOptions,
): Promise<Load> {
  const options = {
    url,
    connections,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
  await autocannon({ ...options, duration: WARM_UP_SECONDS });
  const before = pid === undefined ? null : cpuSeconds(pid);
  const result = await autocannon({ ...options, duration: seconds });
  const after = pid === undefined ? null : cpuSeconds(pid);
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0)
    throw new Error(`${url}: ${String(refused)} requests were not answered with 200`);
  const { requests, latency } = result;
  const cpu = before === null || after === null ? null : after - before;
  return {
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    cpuMicros: cpu === null ? null : (cpu / requests.total) * 1e6,
  };
}
