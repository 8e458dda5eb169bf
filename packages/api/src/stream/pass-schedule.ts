/** Runs passes over all clients, each in slices, with pauses between passes. */
export interface PassSchedule {
  /** A whole pass will begin after this call: at once, or after the pass and the pause under way. */
  request(): void;
  stop(): void;
}

export interface PassOptions {
  /** Called at the beginning of each pass. */
  begin: () => void;
  /** Works until `deadline` (of `performance.now`) at most; true: the pass is done. */
  slice: (deadline: number) => boolean;
}

/** Other work of the process has its turn after so many ms. */
const SLICE_MS = 5;
/**
 * After a pass, as long a pause as it took, so that streams take half of the processor at most and
 * alerts that come close together share a pass. Bounded: an alert waits no longer for others.
 */
const MOST_PAUSE_MS = 40;

export function createPassSchedule({ begin, slice }: PassOptions): PassSchedule {
  let requested = false;
  let busy = false;
  let stopped = false;
  let worked = 0;

  function run(): void {
    requested = false;
    worked = 0;
    begin();
    go();
  }

  function go(): void {
    if (stopped) return;
    const begun = performance.now();
    const done = slice(begun + SLICE_MS);
    worked += performance.now() - begun;
    if (done) finish();
    else setImmediate(go);
  }

  function finish(): void {
    const pauseMs = Math.min(MOST_PAUSE_MS, Math.round(worked));
    if (pauseMs === 0) setImmediate(next);
    else setTimeout(next, pauseMs);
  }

  function next(): void {
    if (stopped) return;
    if (requested) run();
    else busy = false;
  }

  return {
    request() {
      requested = true;
      if (busy || stopped) return;
      busy = true;
      setImmediate(run);
    },
    stop() {
      stopped = true;
    },
  };
}
