import type { Checkpoint } from '@intellisite/db';
import type { KafkaRecord, PartitionBatch } from '@intellisite/kafka';
import { describe, expect, it } from 'vitest';
import { checkContinuity, ownPartition, startOffset } from '../src/partition-continuity.ts';
import { digestOf } from '../src/record-digest.ts';

function record(offset: number, content = `message ${offset}`): KafkaRecord {
  return {
    offset: String(offset),
    timestamp: String(1_700_000_000_000 + offset),
    key: null,
    value: Buffer.from(content),
  };
}

function records(from: number, to: number): KafkaRecord[] {
  return Array.from({ length: to - from }, (_, index) => record(from + index));
}

/** What Kafka sends for a fetch at `asked`: the records, and nothing else. */
function batch(asked: number, sent: readonly KafkaRecord[], highWatermark = 1_000): PartitionBatch {
  return {
    partition: 0,
    records: sent,
    fetchedOffset: asked,
    firstOffset: Number(sent[0]!.offset),
    nextOffset: Number(sent.at(-1)!.offset) + 1,
    missing: [],
    highWatermark,
    leaderEpoch: null,
  };
}

/** A partition whose records 0 to 99 are indexed. */
const checkpoint: Checkpoint = {
  partition: 0,
  generation: 1,
  clusterId: 'c',
  topicId: 'same',
  nextOffset: 100,
  highWatermark: 100,
  leaderEpoch: 3,
  first: { offset: 0, digest: digestOf(record(0)) },
  last: { offset: 99, digest: digestOf(record(99)) },
};

describe('continuity of a partition', () => {
  it('begins at the newest indexed record, to see that it is the same, and goes on behind it', () => {
    expect(startOffset(checkpoint)).toBe(99);
    expect(checkContinuity(ownPartition(checkpoint, 'same'), batch(99, records(99, 110)))).toEqual({
      kind: 'accept',
      from: 100,
      gaps: [],
    });
  });

  it('begins at the checkpoint when nothing was indexed yet', () => {
    expect(startOffset({ ...checkpoint, nextOffset: 7, first: null, last: null })).toBe(7);
  });

  it('notices a topic that was made again with as many messages', () => {
    const other = [record(99, 'another message'), record(100)];
    for (const topicId of ['another', null]) {
      expect(checkContinuity(ownPartition(checkpoint, topicId), batch(99, other))).toEqual({
        kind: 'new-generation',
        next: { cause: 'recreated' },
      });
    }
  });

  it('notices a topic that was made again with fewer messages', () => {
    const other = [record(0, 'another message')];
    for (const topicId of ['another', null]) {
      expect(checkContinuity(ownPartition(checkpoint, topicId), batch(99, other))).toEqual({
        kind: 'new-generation',
        next: { cause: 'recreated' },
      });
    }
  });

  it('notices a topic that was made again when what could be compared is gone', () => {
    const late = batch(99, records(120, 130));
    expect(checkContinuity(ownPartition(checkpoint, 'another'), late)).toEqual({
      kind: 'new-generation',
      next: { cause: 'recreated' },
    });
  });

  it('goes on in a topic that was restored from a copy, with the same messages', () => {
    const restored = ownPartition(checkpoint, 'another');
    expect(checkContinuity(restored, batch(99, records(99, 110)))).toEqual({
      kind: 'accept',
      from: 100,
      gaps: [],
    });
  });

  it('never takes a topic of the same identity for another, whatever became of its records', () => {
    const same = ownPartition(checkpoint, 'same');
    const shorter = batch(99, [record(0, 'another message')]);
    expect(checkContinuity(same, shorter)).toEqual({ kind: 'restart' });
    const replaced = {
      ...record(99, 'another message'),
      batchContext: { partitionLeaderEpoch: 7 },
    };
    expect(checkContinuity(same, batch(99, [replaced], 110))).toEqual({
      kind: 'new-generation',
      next: { cause: 'truncated', lastKnownEpoch: 3, end: 110 },
    });
  });

  it('knows that what the leader of a replaced record wrote is new, where it knows no epoch', () => {
    const old = ownPartition({ ...checkpoint, leaderEpoch: null }, 'same');
    const replaced = {
      ...record(99, 'another message'),
      batchContext: { partitionLeaderEpoch: 7 },
    };
    expect(checkContinuity(old, batch(99, [replaced]))).toMatchObject({
      next: { cause: 'truncated', lastKnownEpoch: 6 },
    });
  });

  it('goes on at the end of a partition that lost its tail where topics have no identity', () => {
    expect(checkContinuity(ownPartition(checkpoint, null), batch(99, records(0, 50), 90))).toEqual({
      kind: 'new-generation',
      next: { cause: 'truncated', lastKnownEpoch: null, end: 90 },
    });
  });

  it('compares leader epochs within one topic alone', () => {
    expect(ownPartition(checkpoint, 'same').leaderEpoch).toBe(3);
    expect(ownPartition(checkpoint, 'another').leaderEpoch).toBeNull();
  });

  it('asks a second time before it believes in a gap, and then names it', () => {
    const owned = { ...ownPartition(checkpoint, 'same'), verified: true };
    const late = batch(100, records(120, 130));
    expect(checkContinuity(owned, late)).toEqual({ kind: 'seek', offset: 100 });
    owned.rereadAt = 100;
    expect(checkContinuity(owned, late)).toEqual({
      kind: 'accept',
      from: 120,
      gaps: [{ from: 100, to: 120 }],
    });
  });

  it('never takes an answer to another question for a gap', () => {
    const owned = { ...ownPartition(checkpoint, 'same'), verified: true, rereadAt: 100 };
    expect(checkContinuity(owned, batch(120, records(120, 130)))).toEqual({
      kind: 'seek',
      offset: 100,
    });
    expect(checkContinuity(owned, batch(50, records(50, 60)))).toEqual({
      kind: 'seek',
      offset: 100,
    });
  });

  it('names holes inside a batch, but not those before the checkpoint', () => {
    const holed = {
      ...batch(99, [record(99), record(150)]),
      missing: [
        { from: 40, to: 60 },
        { from: 100, to: 150 },
      ],
    };
    expect(checkContinuity(ownPartition(checkpoint, 'same'), holed)).toMatchObject({
      gaps: [{ from: 100, to: 150 }],
    });
  });
});
