/** Consecutive alerts as the bytes that clients are sent; shared by all who are sent it. */
export interface AlertRun {
  readonly frames: Buffer;
  readonly count: number;
  /** Number of the last one. */
  readonly last: number;
}

/** Frames of consecutive alerts, one after the other in one piece of memory. */
export interface FrameSlab {
  /** Number of the first alert; that of the last one is `first + count - 1`. */
  readonly first: number;
  readonly count: number;
  readonly bytes: number;
  /** False: it has no room for it, and is full from now on. An empty slab takes every frame. */
  append(frame: string): boolean;
  /** Those after `seq`, which must be in it or the one before its first; null: there are none. */
  runAfter(seq: number): AlertRun | null;
}

/** What a client is sent at once at most, before others have their turn. */
const SLAB_BYTES = 64 * 1024;

export function createFrameSlab(first: number): FrameSlab {
  let memory = Buffer.allocUnsafeSlow(SLAB_BYTES);
  let end = 0;
  /** Where each frame begins. */
  const starts: number[] = [];
  /**
   * By the number before the run: clients that stand at the same place are given the same object. Of a
   * full slab only the whole is kept, where everybody arrives who follows slab by slab.
   */
  const runs = new Map<number, AlertRun>();
  let full = false;

  return {
    first,
    get count() {
      return starts.length;
    },
    get bytes() {
      return memory.length;
    },
    append(frame) {
      const size = Buffer.byteLength(frame);
      if (size > memory.length - end) {
        if (end > 0) {
          full = true;
          runs.clear();
          return false;
        }
        memory = Buffer.allocUnsafeSlow(size);
      }
      starts.push(end);
      end += memory.write(frame, end);
      runs.clear();
      return true;
    },
    runAfter(seq) {
      const known = runs.get(seq);
      if (known) return known;
      const index = seq + 1 - first;
      const start = starts[index];
      if (start === undefined) return null;
      const run = {
        frames: memory.subarray(start, end),
        count: starts.length - index,
        last: first + starts.length - 1,
      };
      if (!full || index === 0) runs.set(seq, run);
      return run;
    },
  };
}
