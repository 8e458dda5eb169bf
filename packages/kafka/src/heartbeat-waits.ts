/** Waits that keep this member in its group, however long they take. */
export interface HeartbeatWaits {
  /** As `work` settles, or rejects as soon as a heartbeat fails or the waits are abandoned. */
  during<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T>;
  /** Rejects all waits, those that begin later too. */
  abandon(reason: Error): void;
}

export function createHeartbeatWaits(everyMs: number): HeartbeatWaits {
  const waiting = new Set<(reason: Error) => void>();
  let abandoned: Error | null = null;
  return {
    during<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const timer = setInterval(() => {
          heartbeat().catch(stop);
        }, everyMs);
        function settled(): void {
          clearInterval(timer);
          waiting.delete(stop);
        }
        function stop(reason: unknown): void {
          settled();
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        }
        waiting.add(stop);
        work.then((value) => {
          settled();
          resolve(value);
        }, stop);
        if (abandoned) stop(abandoned);
      });
    },
    abandon(reason) {
      abandoned = reason;
      for (const stop of waiting) stop(reason);
    },
  };
}
