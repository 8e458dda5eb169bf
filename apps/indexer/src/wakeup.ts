export interface Wakeup {
  /** Resolves with the next `wake`. */
  wait(): Promise<void>;
  wake(): void;
}

/** Lets several waiters go on at once; each looks for itself whether what it waits for is there. */
export function createWakeup(): Wakeup {
  let waiters: (() => void)[] = [];
  return {
    wait: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
      }),
    wake() {
      const woken = waiters;
      waiters = [];
      for (const resolve of woken) resolve();
    },
  };
}
