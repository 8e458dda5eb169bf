import { expect, test } from 'vitest';
import { createProgress } from '../src/progress.ts';

test('knows how many messages wait in Kafka, in the partitions that are ours', () => {
  const progress = createProgress();
  progress.begin(
    new Map([
      [0, 100],
      [1, 0],
    ]),
    0,
  );
  expect(progress.backlog()).toBe(0);

  progress.ends([
    { partition: 0, high: 600 },
    { partition: 1, high: 50 },
    { partition: 2, high: 9_000 },
  ]);
  expect(progress.backlog()).toBe(550);

  progress.written({
    ...{ detections: 500, alerts: 0, quarantined: 0, gaps: 0, seconds: 1 },
    // Kafka got more meanwhile, and a late answer about the end must not make it negative.
    partitions: [{ partition: 0, nextOffset: 650, highWatermark: 640, newestRecord: 1 }],
  });
  expect(progress.backlog()).toBe(50);

  progress.keep([0]);
  expect(progress.backlog()).toBe(0);
});
