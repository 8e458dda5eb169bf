/**
 * Loads single items with few queries: one query is in flight, and the next, which begins when it has
 * ended, loads what was asked for meanwhile. An item is read after it was asked for.
 */
export function createBatches<Item>(
  load: (ids: string[]) => Promise<Map<string, Item>>,
): (id: string) => Promise<Item | undefined> {
  let running: Promise<unknown> | null = null;
  let waiting: { ids: Set<string>; loaded: Promise<Map<string, Item>> } | null = null;

  function openBatch(): { ids: Set<string>; loaded: Promise<Map<string, Item>> } {
    const ids = new Set<string>();
    const begin = (): Promise<Map<string, Item>> => {
      waiting = null;
      return load([...ids]);
    };
    // What is asked for in this turn of the event loop goes along.
    const loaded = (running ?? Promise.resolve()).then(begin);
    const settled = loaded.then(
      () => undefined,
      () => undefined,
    );
    running = settled;
    void settled.then(() => {
      if (running === settled) running = null;
    });
    return { ids, loaded };
  }

  return async (id) => {
    waiting ??= openBatch();
    waiting.ids.add(id);
    return (await waiting.loaded).get(id);
  };
}
