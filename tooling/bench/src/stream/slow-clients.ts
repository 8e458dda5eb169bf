import { startChild } from '../shared/child.ts';
import type { HoldTask, ReleaseTask, SlowClientsReport } from './slow-clients-process.ts';
import type { StreamAddress } from './stream-request.ts';

export interface SlowClients {
  /** Read nothing at all. */
  stalled: number;
  /** Read a little now and then. */
  slow: number;
}

export interface HeldClients {
  /** Lets them read on until they have the alert with that number. */
  release(upTo: number): Promise<SlowClientsReport>;
  stop(): Promise<void>;
}

/** Connects, in a process of their own, clients that do not read what they are sent. */
export async function holdSlowClients(
  { url, token }: StreamAddress,
  clients: SlowClients,
): Promise<HeldClients> {
  const child = startChild(new URL('slow-clients-process.ts', import.meta.url));
  await child.ask({ url, token, ...clients } satisfies HoldTask);
  return {
    release: (upTo) => child.ask<SlowClientsReport>({ upTo } satisfies ReleaseTask),
    stop: () => child.stop(),
  };
}
