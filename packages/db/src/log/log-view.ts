import { BLOCK_SIZE, type Log } from '../blocks/block-codec.ts';
import type { Snapshot } from '../snapshots.ts';
import { AsOfError } from './as-of-error.ts';
import type { BlockHeader, BlockStore } from './block-store.ts';
import type { LogQuery } from './log-reader.ts';
import { isTimeless, type Condition } from './rows.ts';
import type { Selections } from './series-selection.ts';

/** The part of a log that a query is about: the rows after `floor` up to `asOf` with the condition. */
export interface LogView extends Condition {
  readonly floor: number;
  readonly asOf: number;
}

/** Complete blocks all of whose rows are at the right time, or rows of one block that are looked at. */
export type Segment =
  | { kind: 'blocks'; first: number; last: number }
  /** Rows [start, end) of the block. */
  | { kind: 'rows'; block: number; start: number; end: number };

export type BlocksSegment = Extract<Segment, { kind: 'blocks' }>;

export interface LogBounds {
  head: number;
  floor: number;
}

export function boundsOf(snapshot: Snapshot, log: Log): LogBounds {
  return log === 'detections'
    ? { head: snapshot.position, floor: snapshot.positionFloor }
    : { head: snapshot.alertSeq, floor: snapshot.alertFloor };
}

/** Throws `AsOfError` where there is no such state. */
export function viewOf(bounds: LogBounds, selections: Selections, query: LogQuery): LogView {
  const { head, floor } = bounds;
  const { filter, asOf = head } = query;
  if (asOf > head) throw new AsOfError('ahead', asOf, bounds);
  if (asOf < floor) throw new AsOfError('dropped', asOf, bounds);
  return {
    floor,
    asOf,
    selection: selections.of(filter),
    from: filter.from ?? -Infinity,
    to: filter.to ?? Infinity,
  };
}

/** The segments of a view, oldest first; rows that are in none do not meet the condition. */
export function segmentsOf({ headers }: BlockStore, view: LogView): Segment[] {
  const [first, last] = [Math.floor(view.floor / BLOCK_SIZE), Math.floor(view.asOf / BLOCK_SIZE)];
  const segments: Segment[] = [];
  for (let block = first; block <= last; block++) {
    const base = block * BLOCK_SIZE;
    const start = Math.max(0, view.floor - base);
    const end = Math.min(BLOCK_SIZE, view.asOf - base);
    if (start >= end) continue;
    const isWhole = start === 0 && end === BLOCK_SIZE;
    if (isWhole && isTimeless(view)) {
      // However long the log is, its blocks need no look at each.
      segments.push({ kind: 'blocks', first: block, last: last - 1 });
      block = last - 1;
      continue;
    }
    const times = timesOf(headers[block], view);
    if (times === 'outside') continue;
    const before = segments.at(-1);
    if (!isWhole || times === 'some') {
      segments.push({ kind: 'rows', block, start, end });
    } else if (before?.kind === 'blocks' && before.last === block - 1) {
      before.last = block;
    } else {
      segments.push({ kind: 'blocks', first: block, last: block });
    }
  }
  return segments;
}

/** Whether all rows of a block may be within the time range, or some; those of an open one may be. */
function timesOf(
  header: BlockHeader | undefined,
  { from, to }: LogView,
): 'all' | 'some' | 'outside' {
  if (!header) return 'some';
  if (header.max < from || header.min >= to) return 'outside';
  return from <= header.min && header.max < to ? 'all' : 'some';
}
