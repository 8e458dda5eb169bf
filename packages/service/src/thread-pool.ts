import { readdir, readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';

/** Niceness of the pool's threads: 0 is everybody's, 19 the least. */
export const NICENESS = 10;
/** As libuv calls the threads of its pool. */
export const POOL_THREAD = 'libuv-worker';

/**
 * Has the event loop go before Node's thread pool where cores are scarce: what hashes passwords, or reads
 * files, waits for those who are being answered, and not the other way round. Linux alone has priorities
 * of threads; elsewhere nothing changes.
 */
export async function yieldThreadPool(): Promise<void> {
  if (process.platform !== 'linux') return;
  const tasks = '/proc/self/task';
  // To list them is itself the pool's work, so its threads are there by now.
  for (const thread of await readdir(tasks)) {
    const name = await readFile(`${tasks}/${thread}/comm`, 'utf8').catch(() => '');
    if (name.trim() === POOL_THREAD) setPriority(Number(thread), NICENESS);
  }
}
