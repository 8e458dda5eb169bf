/** An address is alone when no other one has asked for so long: then nobody loses by what it takes. */
const ALONE_AFTER_MS = 60_000;

/** Knows whether one address has the server for itself. */
export interface AddressWatch {
  note(address: string): void;
  isAlone(): boolean;
}

export function createAddressWatch(): AddressWatch {
  let last: string | null = null;
  let changedAt = 0;
  /** Kept, so that whoever is alone pays for no look at the clock. */
  let alone = true;
  return {
    note(address) {
      if (address === last) return;
      if (last !== null) {
        changedAt = performance.now();
        alone = false;
      }
      last = address;
    },
    isAlone() {
      alone ||= performance.now() - changedAt >= ALONE_AFTER_MS;
      return alone;
    },
  };
}
