/** Runs tasks of the same key one after the other, those of different keys side by side. */
export type Turns = <T>(key: string, task: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  /** The last task of each key that has not ended; never rejects. */
  const last = new Map<string, Promise<void>>();

  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const result = before.then(task);
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, ended);
    try {
      return await result;
    } finally {
      if (last.get(key) === ended) last.delete(key);
    }
  };
}
