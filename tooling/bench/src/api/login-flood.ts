import { load, type Load } from './load.ts';

const LOGINS = 200;

/** Logins that all begin at once, each from another address, so that no limit spares the hashing. */
export async function floodLogins(
  url: string,
  admin: { username: string; password: string },
): Promise<{ seconds: number; statuses: Record<number, number> }> {
  const begun = performance.now();
  const statuses: Record<number, number> = {};
  await Promise.all(
    Array.from({ length: LOGINS }, async (_, index) => {
      const response = await fetch(`${url}/api/v1/auth/token`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.${String(index >> 8)}.${String(index & 255)}`,
        },
        body: JSON.stringify({
          username: admin.username,
          password: `wrong ${String(index)} password`,
        }),
      });
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }),
  );
  return { seconds: (performance.now() - begun) / 1_000, statuses };
}

/** The latency of /stats at a steady rate, alone and while logins come in floods. */
export async function statsBesideFloods(
  url: string,
  token: string,
  admin: { username: string; password: string },
  seconds: number,
): Promise<{ alone: Load; beside: Load; floods: number; statuses: Record<number, number> }> {
  const target = `${url}/api/v1/stats`;
  const alone = await load(target, { token, seconds, connections: 4 });
  const measured = new AbortController();
  let floods = 0;
  const statuses: Record<number, number> = {};
  const flooding = (async () => {
    while (!measured.signal.aborted) {
      const flood = await floodLogins(url, admin);
      floods += 1;
      for (const [status, count] of Object.entries(flood.statuses)) {
        statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
      }
    }
  })();
  const beside = await load(target, { token, seconds, connections: 4 });
  measured.abort();
  await flooding;
  return { alone, beside, floods, statuses };
}
