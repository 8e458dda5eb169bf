const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** Nothing that is ready takes so long to say so. */
const PATIENCE_MS = 10_000;

/** For the browser: resolves when the server can render a page, however long that takes. Never rejects. */
export async function untilServerIsReady(): Promise<void> {
  for (
    let pauseMs = FIRST_PAUSE_MS;
    !(await isReady());
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  ) {
    // All the pages that a server had do not ask in the same moment.
    const jittered = pauseMs * (0.75 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, jittered));
  }
}

async function isReady(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { ok } = await fetch('/ready', { cache: 'no-store', signal });
    return ok;
  } catch {
    return false;
  }
}
