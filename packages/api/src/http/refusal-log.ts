import type { Logger } from '@intellisite/service';
import { addressGroup } from '../auth/address-group.ts';

export interface Refusal {
  requestId: string;
  route: string;
  code: string;
  address: string;
}

/** Lines a second about one address, or one /64 of IPv6. */
const MOST_LINES = 10;
const SECOND_MS = 1_000;

/**
 * Logs what was refused: of each address a few a second, and then how many more there were. A flood of
 * requests to be refused costs neither others nor the disk a line for each.
 */
export function createRefusalLog(logger: Logger): (refusal: Refusal) => void {
  /** Of this second, by what counts as one address. */
  let counts = new Map<string, number>();

  function endSecond(): void {
    for (const [address, count] of counts) {
      const more = count - MOST_LINES;
      if (more > 0) logger.info({ address, more }, 'more requests were refused');
    }
    counts = new Map();
  }

  return (refusal) => {
    if (counts.size === 0) setTimeout(endSecond, SECOND_MS).unref();
    const group = addressGroup(refusal.address);
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    if (count <= MOST_LINES) logger.info(refusal, 'a request was refused');
  };
}
