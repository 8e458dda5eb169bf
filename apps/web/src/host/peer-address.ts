import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Next tells its route handlers nothing of the connection, so the server that hands it a request keeps the
 * address at its side. Shared with Next's own copy of this module, as the API is: see hosted-api.ts.
 */
const KEY = Symbol.for('intellisite.peer-address');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<string> };

function addresses(): AsyncLocalStorage<string> {
  const known = shared[KEY];
  if (known) return known;
  return (shared[KEY] = new AsyncLocalStorage());
}

/** Runs what answers a request of `address`. */
export function withPeerAddress(address: string | undefined, answer: () => void): void {
  addresses().run(address ?? '', answer);
}

/** Address of the connection whose request is being answered; empty where no server of ours took it. */
export function peerAddress(): string {
  return addresses().getStore() ?? '';
}
