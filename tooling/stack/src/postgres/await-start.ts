import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '../process/server-process.ts';
import { saysItRecovers } from './recovery.ts';

export interface AwaitStartOptions {
  server: ServerProcess;
  port: number;
  isReady: () => boolean;
  /** Told each time that the server says so. */
  onRecovering: () => void;
  /** So long may a server that starts say nothing. */
  silenceMs: number;
  /** Ends the wait. */
  signal: AbortSignal;
}

const LOOK_EVERY_MS = 20;
/** Each question is a line in the server's log, and most servers are ready before the first. */
const ASK_EVERY_MS = 2_000;

/**
 * Waits until a server that was started is ready: true; false when it ended or fell silent, or on `signal`.
 * One that says that it recovers is waited for without a limit: whoever ends it before it is done begins the
 * recovery anew, and would never come to its end.
 */
export async function awaitStart(options: AwaitStartOptions): Promise<boolean> {
  const { server, port, isReady, onRecovering, silenceMs, signal } = options;
  const askEveryMs = Math.min(ASK_EVERY_MS, silenceMs / 2);
  let heardAt = Date.now();
  let askAt = heardAt + askEveryMs;
  while (server.exit() === null && !signal.aborted) {
    if (isReady()) return true;
    if (Date.now() >= askAt) {
      if (await saysItRecovers(port)) {
        heardAt = Date.now();
        onRecovering();
      }
      askAt = Date.now() + askEveryMs;
    }
    if (Date.now() - heardAt > silenceMs) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
