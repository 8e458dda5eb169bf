import { readdir, readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { NICENESS, POOL_THREAD, yieldThreadPool } from '../src/thread-pool.ts';

async function priorities(): Promise<{ name: string; priority: number }[]> {
  const threads = await readdir('/proc/self/task');
  return await Promise.all(
    threads.map(async (thread) => ({
      name: (await readFile(`/proc/self/task/${thread}/comm`, 'utf8')).trim(),
      priority: getPriority(Number(thread)),
    })),
  );
}

describe.runIf(process.platform === 'linux')('the thread pool', () => {
  it('yields to the event loop, and it alone', async () => {
    const before = getPriority();
    await yieldThreadPool();
    const all = await priorities();
    const pool = all.filter(({ name }) => name === POOL_THREAD);
    expect(pool.length).toBeGreaterThan(0);
    expect(pool.every(({ priority }) => priority === NICENESS)).toBe(true);
    expect(all.filter(({ name, priority }) => name !== POOL_THREAD && priority !== before)).toEqual(
      [],
    );
  });
});
