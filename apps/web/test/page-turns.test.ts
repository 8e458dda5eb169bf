import { expect, test } from 'vitest';
import { createPageTurns } from '../src/server/page-turns.ts';

const AT_ONCE = 4;
/** Nobody's turn ends by itself. */
const NEVER = { longestMs: 2 ** 31 - 1 };

/** A page that is rendered until it is told to be done, and notes when that begins. */
function slowPage(begun: string[], name: string) {
  let done: () => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const rendered = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  const render = (): Promise<void> => {
    begun.push(name);
    return rendered;
  };
  return { render, done, fail };
}

test('pages are rendered a few at a time, in the order in which they were asked for', async () => {
  const turns = createPageTurns(NEVER);
  const begun: string[] = [];
  const pages = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => slowPage(begun, name));
  const taken = pages.map(({ render }) => turns.take(render));
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd']);
  pages[2]!.done();
  await taken[2];
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  for (const page of pages) page.done();
  await Promise.all(taken);
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a page that fails says so to who asked, and makes room for the next', async () => {
  const turns = createPageTurns(NEVER);
  const begun: string[] = [];
  const pages = ['a', 'b', 'c', 'd', 'e'].map((name) => slowPage(begun, name));
  const taken = pages.map(({ render }) => turns.take(render));
  pages[0]!.fail(new Error('no such page'));
  await expect(taken[0]).rejects.toThrow('no such page');
  await expect.poll(() => begun).toContain('e');
  for (const page of pages) page.done();
  await Promise.all(taken.slice(1));
});

test('clients that read slowly hold up nobody, and get their pages whole', async () => {
  const turns = createPageTurns({ longestMs: 1 });
  const begun: string[] = [];
  const slow = ['a', 'b', 'c', 'd'].map((name) => slowPage(begun, name));
  const taken = slow.map(({ render }) => turns.take(render));
  const done: string[] = [];
  for (const each of taken) void each.then(() => done.push('slow'));
  const quick = slowPage(begun, 'e');
  quick.done();
  await turns.take(quick.render);
  expect(done).toEqual([]);
  for (const page of slow) page.done();
  await Promise.all(taken);
});

test('those that are too many to wait are told apart', async () => {
  const turns = createPageTurns(NEVER);
  const page = slowPage([], 'page');
  const taken = Array.from({ length: AT_ONCE + 255 }, () => turns.take(page.render));
  await expect.poll(() => turns.isFull).toBe(false);
  taken.push(turns.take(page.render));
  expect(turns.isFull).toBe(true);
  page.done();
  await Promise.all(taken);
  expect(turns.isFull).toBe(false);
});
