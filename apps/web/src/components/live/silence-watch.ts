/** Finds out that a connection is gone which has told nobody: its other end is silent for good. */
export interface SilenceWatch {
  /** Something was heard just now. The first time, and after `stop`, the watch begins with it. */
  heard(): void;
  stop(): void;
}

export interface SilenceWatchOptions {
  /** Number of the newest alert that came through the connection; null: not known. */
  head: () => number | null;
  /** The number of the newest alert that there is; rejects where it cannot be had within some seconds. */
  askForHead: () => Promise<number>;
  /** Nothing comes any more. `since` is when something was heard last, in ms since 1970. */
  onDead: (since: number) => void;
}

const CHECK_EVERY_MS = 5_000;
/** The API says something as often, but in comments, which EventSource keeps to itself. */
const MOST_SILENCE_MS = 15_000;
/** Nobody reads a hidden page; it still calls the person by its sound and its title. */
const MOST_SILENCE_HIDDEN_MS = 60_000;
/** Not even a hidden page is so late, so the device has slept: its connections have been given up. */
const SLEPT_MS = 180_000;

/** Asks after silence, and never of a page that hears something: an installation with alerts is not asked. */
export function createSilenceWatch({
  head,
  askForHead,
  onDead,
}: SilenceWatchOptions): SilenceWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let heardAt = 0;
  let isAsking = false;
  /** There is another newest alert than the one that came, which may still be on its way. */
  let isOwed = false;

  function check(): void {
    const silentMs = Date.now() - heardAt;
    const mostMs = document.hidden ? MOST_SILENCE_HIDDEN_MS : MOST_SILENCE_MS;
    if (silentMs >= SLEPT_MS) onDead(heardAt);
    else if (silentMs >= mostMs && !isAsking) void look();
  }

  async function look(): Promise<void> {
    const silentSince = heardAt;
    isAsking = true;
    const newest = await askForHead().catch(() => null);
    isAsking = false;
    // What came meanwhile says more, and a connection that was given up is nobody's any more.
    if (timer === undefined || heardAt !== silentSince) return;
    const known = head();
    const isLevel = known === null || newest === known;
    if (newest === null || (isOwed && !isLevel)) onDead(heardAt);
    else if (isLevel) heard();
    else isOwed = true;
  }

  function heard(): void {
    heardAt = Date.now();
    isOwed = false;
    if (timer !== undefined) return;
    timer = setInterval(check, CHECK_EVERY_MS);
    // Whoever comes back to the page reads at once what it says.
    document.addEventListener('visibilitychange', check);
  }

  return {
    heard,
    stop() {
      clearInterval(timer);
      timer = undefined;
      document.removeEventListener('visibilitychange', check);
    },
  };
}
