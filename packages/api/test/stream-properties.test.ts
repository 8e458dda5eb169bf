import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertFrame, readFrames, toAlert } from '../src/stream/alert-frame.ts';
import { createAlertRing } from '../src/stream/alert-ring.ts';
import type { EventClient } from './stream-client.ts';
import { createStreamInstallation, range, type StreamInstance } from './stream-support.ts';

type Step =
  | { do: 'append'; count: number }
  | { do: 'pause' | 'resume' | 'reconnect' | 'leave'; client: number };

const CLIENTS = 4;
const client = fc.nat({ max: CLIENTS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      // Single alerts, whole pages, and more than the buffers of a connection hold.
      count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(700, 15_000)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('pause' as const, 'resume' as const, 'reconnect' as const),
      client,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), client }) },
);

/** A reader that comes back where it left, and what it has read over all its connections. */
function createFollower(instance: StreamInstance, head: number) {
  let connection: EventClient | null = null;
  const read: number[] = [];
  const last = (): number => read.at(-1) ?? head;
  return {
    async connect(): Promise<void> {
      connection ??= await instance.connect({ lastEventId: last() });
    },
    /** What came after it was closed is not counted: the reader had left. */
    leave(): void {
      if (connection) read.push(...connection.numbers());
      connection?.close();
      connection = null;
    },
    pause: () => connection?.pause(),
    resume: () => connection?.resume(),
    async finish(newHead: number): Promise<number[]> {
      await this.connect();
      this.resume();
      if (last() < newHead) await connection?.until(newHead);
      this.leave();
      return read;
    },
  };
}

test('whatever clients do, what each has read over all its connections is gapless and in order', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ring: { alerts: 500, bytes: 300_000 } });
  let head = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const begun = head;
      const followers = range(1, CLIENTS).map(() => createFollower(instance, begun));
      await Promise.all(followers.map((follower) => follower.connect()));
      for (const each of steps) {
        if (each.do === 'append') {
          await append(each.count);
          await publish(head + each.count - 1);
          head += each.count;
          continue;
        }
        const follower = followers[each.client]!;
        if (each.do === 'pause') follower.pause();
        if (each.do === 'resume') follower.resume();
        if (each.do === 'leave' || each.do === 'reconnect') follower.leave();
        if (each.do === 'reconnect') await follower.connect();
      }
      for (const follower of followers) {
        expect(await follower.finish(head)).toEqual(range(begun + 1, head));
      }
    }),
    { numRuns: 15 },
  );
  expect(instance.streams.figures()).toMatchObject({ stalled: 0 });
});

const message = fc.record({
  detectionId: fc.integer({ min: 1 }),
  rule: fc.string({ minLength: 1, maxLength: 20 }),
  year: fc.integer({ min: 1886, max: 2030 }),
  make: fc.string({ minLength: 1, unit: 'grapheme' }),
  model: fc.string({ minLength: 1, unit: 'binary' }),
  category: fc.string({ minLength: 1, maxLength: 3_000 }),
  timestamp: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
  source: fc.option(fc.string()),
});

test('runs of the ring hold what was appended, from any place in it to its end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(message, { minLength: 1, maxLength: 40 }), { maxLength: 6 }),
      fc.nat({ max: 1_000 }),
      fc.integer({ min: 1, max: 60 }),
      (batches, head, capacity) => {
        const ring = createAlertRing({ alerts: capacity });
        ring.restart('epoch', head);
        let seq = head;
        const expected: ReturnType<typeof toAlert>[] = [];
        for (const batch of batches) {
          const alerts = batch.map((each) => ({ ...each, seq: ++seq, epoch: 'epoch' }));
          ring.append(alerts);
          expected.push(...alerts.map(toAlert));
          expect(ring.head).toBe(seq);
          expect(ring.head - ring.tail).toBeGreaterThanOrEqual(Math.min(capacity, seq - head));
          for (let after = ring.tail; after <= seq; after += 7) {
            const read: ReturnType<typeof toAlert>[] = [];
            let bytes = '';
            for (let run = ring.runAfter(after); run; run = ring.runAfter(run.last)) {
              read.push(...readFrames(run.frames));
              bytes += run.frames.toString();
              expect(run.last).toBe(after + read.length);
            }
            expect(read).toEqual(expected.slice(after - head));
            expect(bytes).toBe(read.map(alertFrame).join(''));
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});
