import { setTimeout } from 'node:timers/promises';
import { cpuSeconds, residentBytes } from '../shared/process-usage.ts';
import type { AlertSource } from './alert-source.ts';
import type { ClientsReport, ConnectTask, ReportTask } from './clients-process.ts';
import { startListeners } from './listeners.ts';
import type { Publications } from './publications.ts';
import { holdSlowClients, type SlowClients } from './slow-clients.ts';
import type { SlowClientsReport } from './slow-clients-process.ts';

export interface StreamTarget {
  /** Of the stream itself. */
  url: string;
  token: string | null;
  /** Of the server's process; null: not known, so its usage is not measured. */
  pid: number | null;
}

export interface MeasureOptions {
  target: StreamTarget;
  publications: Publications;
  clients: number;
  /** Others that do not read what they are sent; they are let go when it was measured. */
  slowClients?: SlowClients;
  seconds: number;
  /** Begins to raise alerts; absent: others do. */
  raiseAlerts?: () => AlertSource;
  onProgress: (message: string) => void;
}

export interface StreamResult extends ClientsReport {
  /** Of the server, in bytes, above what it had before the clients came: all connected, and at its highest. */
  connectedBytes: number | null;
  highestBytes: number | null;
  /** Of the server while it was measured. */
  cpuSeconds: number | null;
  /** Null: there were none. */
  slowClients: SlowClientsReport | null;
}

/** Code is compiled and buffers find their size meanwhile. */
const WARM_UP_MS = 5_000;
const LAST_ARRIVALS_MS = 2_000;

/** Lets many clients listen, and tells what reached them and what it took. */
export async function measureStream(options: MeasureOptions): Promise<StreamResult> {
  const { target, publications, clients, slowClients, seconds, raiseAlerts, onProgress } = options;
  const { url, token, pid } = target;
  const before = pid === null ? null : residentBytes(pid);
  const listeners = startListeners();
  let source: AlertSource | null = null;
  const held = slowClients ? await holdSlowClients(target, slowClients) : null;
  try {
    onProgress(`${String(clients)} clients connect`);
    await listeners.ask({ url, token, clients } satisfies ConnectTask);
    const connected = pid === null ? null : residentBytes(pid);
    // Not before: a server that cannot keep up with the alerts would never let the last clients in.
    source = raiseAlerts?.() ?? null;
    onProgress(`${String(clients)} clients listen for ${String(seconds)} s`);
    await setTimeout(WARM_UP_MS);
    const cpuBefore = pid === null ? null : cpuSeconds(pid);
    const begun = Date.now();
    await setTimeout(seconds * 1_000);
    const ended = Date.now();
    const cpuAfter = pid === null ? null : cpuSeconds(pid);
    await setTimeout(LAST_ARRIVALS_MS);
    const published = publications.between(begun, ended);
    const report = await listeners.ask<ClientsReport>({ published } satisfies ReportTask);
    const highest = pid === null ? null : residentBytes(pid);
    if (held) onProgress('those who did not read catch up');
    const newest = Math.max(...published.map(([seq]) => seq));
    return {
      slowClients: held && (await held.release(newest)),
      ...report,
      connectedBytes: before && connected && connected.now - before.now,
      highestBytes: before && highest && highest.highest - before.now,
      cpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    };
  } finally {
    await Promise.all([source?.stop(), listeners.stop(), held?.stop()]);
  }
}
