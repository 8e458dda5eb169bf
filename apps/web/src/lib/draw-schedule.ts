/** Draws something anew when it has changed, no more often than the page can bear. */
export interface DrawSchedule {
  /** What is drawn has changed. However often this is called before it is drawn, it is drawn once. */
  request(): void;
  stop(): void;
}

/** A page that is hidden has no frames, and its title counts still. */
const WITHOUT_FRAMES_MS = 250;
/** Nothing takes so long to draw: the device has slept meanwhile. */
const MOST_REST_MS = 2_000;

/**
 * What changes while the page has nothing else to draw is drawn at once. After each draw it rests for as
 * long as that took until it was on the screen: under a flood, or on a busy machine, half of the time stays
 * for the person.
 */
export function createDrawSchedule(draw: () => void): DrawSchedule {
  let isRequested = false;
  let isResting = false;
  let begunAt = 0;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cancel(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  }

  // A task of its own, and none of the frame: each is short then.
  function begin(): void {
    timer = setTimeout(run);
  }

  function run(): void {
    isRequested = false;
    isResting = true;
    begunAt = performance.now();
    draw();
    frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      // What is asked for in a frame comes after it was laid out and painted.
      timer = setTimeout(drawn);
    });
    timer = setTimeout(drawn, WITHOUT_FRAMES_MS);
  }

  function drawn(): void {
    cancel();
    timer = setTimeout(rested, Math.min(MOST_REST_MS, performance.now() - begunAt));
  }

  function rested(): void {
    isResting = false;
    if (isRequested) begin();
  }

  return {
    request() {
      if (isRequested) return;
      isRequested = true;
      if (!isResting) begin();
    },
    stop() {
      cancel();
      isRequested = false;
      isResting = false;
    },
  };
}
