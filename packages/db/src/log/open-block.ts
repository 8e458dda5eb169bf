import { BLOCK_SIZE, type Log } from '../blocks/block-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import type { LogSource } from './log-source.ts';
import type { Rows } from './rows.ts';

/** Numbers after the first and up to the second. */
const ROWS_BETWEEN: Record<Log, (after: number, upTo: number, epoch: string) => string> = {
  detections: (after, upTo, epoch) => `SELECT series_id, detected_at FROM detections
    WHERE position > ${after} AND position <= ${upTo} AND ${isEpoch(epoch)} ORDER BY position`,
  alerts: (after, upTo, epoch) => `SELECT a.series_id, d.detected_at
    FROM alerts a JOIN detections d USING (position)
    WHERE a.seq > ${after} AND a.seq <= ${upTo} AND ${isEpoch(epoch)} ORDER BY a.seq`,
};

/** The rows after the last complete block, read as they come. */
export interface OpenBlock {
  /** At least the rows [start, end) of the block, which must not be complete. */
  rows(block: number, start: number, end: number): Promise<Rows>;
}

/** Appended to in place: whoever holds it looks no further than the rows that were there for them. */
interface GrowingRows extends Rows {
  readonly block: number;
  readonly offsets: Float64Array;
  /** Rows [start, end) are known; those before may have been dropped by retention. */
  readonly start: number;
  end: number;
  extending: Promise<void> | null;
}

export function createOpenBlock(source: LogSource, log: Log): OpenBlock {
  let newest: GrowingRows | null = null;

  async function extend(open: GrowingRows, end: number): Promise<void> {
    const before = open.first - 1;
    const upTo = before + end;
    const rows = await source.ask({ log, upTo }, (pool) =>
      copyOut(pool, ROWS_BETWEEN[log](before + open.end, upTo, source.epoch)),
    );
    let row = open.end;
    for (; rows.next(); row++) {
      open.series[row] = rows.int32();
      open.offsets[row] = rows.time();
    }
    if (row !== end) {
      throw new StoreChangedError(
        `rows of ${log} are gone: the database was reset, restored or cut by retention`,
      );
    }
    open.end = end;
  }

  return {
    async rows(block, start, end) {
      let open = newest;
      // Between its end and the start there may be rows that retention has deleted.
      if (open?.block !== block || open.start > start || open.end < start) {
        open = emptyBlock(block, start);
        // A caller with an old snapshot may still ask for the block before.
        if (!newest || block >= newest.block) newest = open;
      }
      const wanted = open;
      while (wanted.end < end) {
        wanted.extending ??= extend(wanted, end).finally(() => {
          wanted.extending = null;
        });
        await wanted.extending;
      }
      return wanted;
    },
  };
}

function emptyBlock(block: number, start: number): GrowingRows {
  return {
    block,
    first: block * BLOCK_SIZE + 1,
    series: new Uint32Array(BLOCK_SIZE),
    base: 0,
    offsets: new Float64Array(BLOCK_SIZE),
    start,
    end: start,
    extending: null,
  };
}
