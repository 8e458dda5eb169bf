/**
 * For the browser: the one place that knows that the session has ended under an open page. Whoever meets
 * that waits here; the dialog asks for the password and lets all of them go on.
 */

interface Waiting {
  promise: Promise<void>;
  goOn: () => void;
}

/** Other tabs have the same cookie: who signs in again in one has done so in all. */
const CHANNEL = 'intellisite.session';

let waiting: Waiting | null = null;
let channel: InstanceType<typeof BroadcastChannel> | null = null;
let signIns = 0;
const listeners = new Set<() => void>();

/** How often the person has signed in again. Remember it with a call, to know under which session it was. */
export function signInsSoFar(): number {
  return signIns;
}

/**
 * Resolves when the person has signed in again, here or in another tab; at once where that has happened
 * since `after`. Never rejects.
 */
export async function askToSignInAgain(after = signIns): Promise<void> {
  if (after !== signIns) return;
  if (!waiting) {
    waiting = createWaiting();
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = goOn;
    tell();
  }
  await waiting.promise;
}

/** Lets whoever waits go on, in every tab. */
export function signedInAgain(): void {
  channel?.postMessage(null);
  goOn();
}

/** For `useSyncExternalStore`: whether somebody waits. */
export const sessionExpiry = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isWaiting: (): boolean => waiting !== null,
};

function goOn(): void {
  signIns += 1;
  const ended = waiting;
  waiting = null;
  channel?.close();
  channel = null;
  ended?.goOn();
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function createWaiting(): Waiting {
  let goOn = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return { promise, goOn };
}
