import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createAddressWatch } from '../src/http/address-watch.ts';
import { createFairGate, type FairGate } from '../src/http/fair-gate.ts';

/** Nobody gives a place up before the end. */
const NEVER = { longestMs: 2 ** 31 - 1 };

/** Work that goes on until it is told to end; `begun` has the names of what was begun, in order. */
function createWork(gate: FairGate) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (address: string, name: string, signal = new AbortController().signal) => {
    const taken = gate.take({ address, signal }, () => {
      begun.push(name);
      return new Promise<string>((resolve) => {
        ends.set(name, () => {
          resolve(name);
        });
      });
    });
    taken.catch(() => undefined);
    return taken;
  };
  /** Ends it, and lets what is next begin. */
  const end = async (...ended: string[]): Promise<void> => {
    for (const name of ended) ends.get(name)?.();
    await turnsOfTheLoop();
  };
  return { begun, ask, end };
}

async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1)}`);

test('who asks for much at once waits for itself, and who comes later does not', async () => {
  const gate = createFairGate({ atOnce: 10, ofAddress: 2, mostWaiting: 100, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  void ask('192.0.2.1', 'b1');
  for (const name of names('a', 5)) void ask('192.0.2.2', name);
  void ask('192.0.2.1', 'b2');
  expect(begun).toEqual(['b1', 'a1', 'a2', 'b2']);
  await end('a1');
  expect(begun.slice(4)).toEqual(['a3']);
  await end('b1', 'b2', 'a2', 'a3');
  expect(begun.slice(5)).toEqual(['a4', 'a5']);
});

test('who is alone has all places, until another one asks', async () => {
  const gate = createFairGate({ atOnce: 4, ofAddress: 1, mostWaiting: 100, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  for (const name of names('a', 6)) void ask('192.0.2.2', name);
  expect(begun).toEqual(names('a', 4));
  void ask('192.0.2.1', 'b1');
  await end('a1');
  expect(begun.slice(4)).toEqual(['b1']);
  await end('a2', 'a3');
  expect(begun.slice(5)).toEqual([]);
  await end('a4');
  expect(begun.slice(5)).toEqual(['a5']);
});

test('where all places are taken, addresses are served in turns, each in its own order', async () => {
  const gate = createFairGate({ atOnce: 1, ofAddress: 1, mostWaiting: 100, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  for (const name of names('a', 4)) void ask('192.0.2.2', name);
  for (const name of names('b', 2)) void ask('192.0.2.1', name);
  void ask('192.0.2.3', 'c1');
  for (let place = 0; place < 7; place++) await end(begun.at(-1)!);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

test('one customer of a provider is one address, whichever of its addresses it has', () => {
  const gate = createFairGate({ atOnce: 10, ofAddress: 1, mostWaiting: 100, ...NEVER });
  const { ask, begun } = createWork(gate);
  void ask('192.0.2.1', 'b1');
  void ask('2001:db8::1', 'a1');
  void ask('2001:db8::2', 'a2');
  void ask('::ffff:192.0.2.1', 'b2');
  expect(begun).toEqual(['b1', 'a1']);
});

test('who has too much waiting is refused at once, and leaves room for others', async () => {
  const gate = createFairGate({ atOnce: 1, ofAddress: 1, mostWaiting: 4, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  for (const name of names('a', 5)) void ask('192.0.2.2', name);
  await expect(ask('192.0.2.2', 'a6')).rejects.toMatchObject({
    code: 'busy',
    retryAfterSeconds: 2,
  });
  for (const name of names('b', 2)) void ask('192.0.2.1', name);
  await expect(ask('192.0.2.1', 'b3')).rejects.toMatchObject({ code: 'busy' });
  expect(gate.load()).toEqual({ running: 1, waiting: 6, refused: 2 });
  for (let place = 0; place < 7; place++) await end(begun.at(-1)!);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4', 'a5']);
  expect(gate.load()).toEqual({ running: 0, waiting: 0, refused: 2 });
});

test('who leaves while waiting is passed over, and the others of its address keep their place', async () => {
  const gate = createFairGate({ atOnce: 1, ofAddress: 1, mostWaiting: 100, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  const leaving = new AbortController();
  void ask('192.0.2.2', 'a1');
  const left = ask('192.0.2.2', 'a2', leaving.signal);
  void ask('192.0.2.2', 'a3');
  void ask('192.0.2.1', 'b1');
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'busy' });
  await expect(ask('192.0.2.1', 'b2', AbortSignal.abort())).rejects.toMatchObject({ code: 'busy' });
  for (let place = 0; place < 3; place++) await end(begun.at(-1)!);
  expect(begun).toEqual(['a1', 'a3', 'b1']);
  expect(gate.load()).toEqual({ running: 0, waiting: 0, refused: 0 });
});

test('what takes too long gives its place up, and its answer still comes', async () => {
  const gate = createFairGate({ atOnce: 1, ofAddress: 1, mostWaiting: 100, longestMs: 1 });
  const { ask, end, begun } = createWork(gate);
  const slow = ask('192.0.2.2', 'a1');
  void ask('192.0.2.2', 'a2');
  await expect.poll(() => begun).toEqual(['a1', 'a2']);
  await end('a1', 'a2');
  expect(await slow).toBe('a1');
  expect(gate.load().running).toBe(0);
});

test('an address rests after what kept the event loop busy, while others begin', async () => {
  const gate = createFairGate({ atOnce: 2, ofAddress: 1, mostWaiting: 100, rests: 1e6, ...NEVER });
  const { ask, end, begun } = createWork(gate);
  void ask('192.0.2.1', 'b1');
  await end('b1');
  void ask('192.0.2.2', 'a1');
  void ask('192.0.2.2', 'a2');
  await end('a1');
  void ask('192.0.2.3', 'c1');
  await end('c1');
  expect(begun).toEqual(['b1', 'a1', 'c1']);
  expect(gate.load()).toMatchObject({ running: 0, waiting: 1 });
});

test('who asks for one kind of work is not alone where others ask for another', () => {
  const watch = createAddressWatch();
  const pages = createFairGate({ atOnce: 2, ofAddress: 1, mostWaiting: 100, watch, ...NEVER });
  const calls = createFairGate({ atOnce: 2, ofAddress: 1, mostWaiting: 100, watch, ...NEVER });
  const { ask, begun } = createWork(pages);
  void createWork(calls).ask('192.0.2.1', 'b1');
  for (const name of names('a', 2)) void ask('192.0.2.2', name);
  expect(begun).toEqual(['a1']);
});

test('work that fails says so, and makes room', async () => {
  const gate = createFairGate({ atOnce: 1, ofAddress: 1, mostWaiting: 100, ...NEVER });
  const { signal } = new AbortController();
  const failing = gate.take({ address: '192.0.2.1', signal }, () =>
    Promise.reject(new Error('no such page')),
  );
  const next = gate.take({ address: '192.0.2.1', signal }, () => Promise.resolve('next'));
  await expect(failing).rejects.toThrow('no such page');
  expect(await next).toBe('next');
});

test('work that ends at once lets others in before the next of its address', async () => {
  const gate = createFairGate({ atOnce: 10, ofAddress: 2, mostWaiting: 100, ...NEVER });
  const { signal } = new AbortController();
  const done: string[] = [];
  const quick = (address: string, name: string): Promise<void> =>
    gate.take({ address, signal }, () => {
      done.push(name);
      return Promise.resolve();
    });
  await quick('192.0.2.1', 'b1');
  const asked = names('a', 6).map((name) => quick('192.0.2.2', name));
  // As a request that arrives when the answers to the first ones have been made.
  await asked[1];
  await quick('192.0.2.1', 'b2');
  await Promise.all(asked);
  expect(done.indexOf('b2')).toBeLessThan(done.indexOf('a3'));
});

test('who is answered at once and asks again has no more in one turn of the event loop than may be under way', async () => {
  const gate = createFairGate({ atOnce: 10, ofAddress: 2, mostWaiting: 100, ...NEVER });
  const { signal } = new AbortController();
  await gate.take({ address: '192.0.2.1', signal }, () => Promise.resolve());
  let answered = 0;
  const asking = (async () => {
    for (; answered < 10; answered++) {
      await gate.take({ address: '192.0.2.2', signal }, () => Promise.resolve());
    }
  })();
  await setImmediate();
  expect(answered).toBeLessThanOrEqual(2);
  await asking;
  expect(answered).toBe(10);
});
