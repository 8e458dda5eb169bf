import { setPriority } from 'node:os';

/** Logins that all begin at once. */
export interface FloodTask {
  /** Of the API, without a slash at the end. */
  url: string;
  username: string;
  logins: number;
  /** Floods have addresses of their own: no limit of attempts spares the hashing. */
  flood: number;
}

export interface FloodDone {
  seconds: number;
  /** How many were answered with each status. */
  statuses: Record<number, number>;
}

// Who floods a server has a machine of his own: here, his work must not take the server's cores.
setPriority(10);

process.on('message', (task: FloodTask) => {
  void run(task).then((done) => process.send?.(done));
});

async function run({ url, username, logins, flood }: FloodTask): Promise<FloodDone> {
  const begun = performance.now();
  const statuses: Record<number, number> = {};
  await Promise.all(
    Array.from({ length: logins }, async (_, index) => {
      const response = await fetch(`${url}/api/v1/auth/token`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `10.${String(flood)}.${String(index >> 8)}.${String(index & 255)}`,
        },
        body: JSON.stringify({ username, password: `wrong ${String(index)} password` }),
      });
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }),
  );
  return { seconds: (performance.now() - begun) / 1_000, statuses };
}
