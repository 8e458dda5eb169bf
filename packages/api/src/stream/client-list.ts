import type { StreamClient } from './stream-client.ts';

/** The open streams. Adding and removing cost the same with any number of them. */
export interface ClientList {
  readonly all: readonly StreamClient[];
  add(client: StreamClient): void;
  remove(client: StreamClient): void;
}

/**
 * Who walks through the list from its end towards its beginning meets every client that was there when
 * the walk began, also when clients are removed meanwhile: the last one takes a removed one's place, and
 * it was met already or is still to come.
 */
export function createClientList(): ClientList {
  const all: StreamClient[] = [];

  return {
    all,
    add(client) {
      client.index = all.length;
      all.push(client);
    },
    remove(client) {
      if (all[client.index] !== client) return;
      const last = all.pop();
      if (last && last !== client) {
        all[client.index] = last;
        last.index = client.index;
      }
      client.index = -1;
    },
  };
}
