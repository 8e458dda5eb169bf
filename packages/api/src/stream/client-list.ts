import { createCountsByUser } from '../counts-by-user.ts';
import type { StreamClient } from './stream-client.ts';

/** The open streams. Adding, removing and counting cost the same with any number of them. */
export interface ClientList {
  readonly all: readonly StreamClient[];
  countOf(userId: string): number;
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
  const counts = createCountsByUser();

  return {
    all,
    countOf: (userId) => counts.of(userId),
    add(client) {
      client.index = all.length;
      all.push(client);
      counts.add(client.principal.userId);
    },
    remove(client) {
      if (all[client.index] !== client) return;
      const last = all.pop();
      if (last && last !== client) {
        all[client.index] = last;
        last.index = client.index;
      }
      client.index = -1;
      counts.remove(client.principal.userId);
    },
  };
}
