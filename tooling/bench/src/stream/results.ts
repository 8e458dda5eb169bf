import { fixed, printTable, thousands } from '../shared/table.ts';
import type { StreamResult } from './measure.ts';
import type { SlowClients } from './slow-clients.ts';

export interface NamedResult {
  name: string;
  result: StreamResult;
}

export function printResults(
  clients: number,
  seconds: number,
  results: readonly NamedResult[],
): void {
  console.log(
    `${thousands(clients)} clients for ${String(seconds)} s; milliseconds from the time of Kafka's record until a client has the alert; memory of the server above what it had before, per connection.\n`,
  );
  const kilobytes = (bytes: number | null): string =>
    fixed(bytes === null ? null : bytes / 1_024 / clients, 1);
  printTable(
    ['', 'delivered', 'missing', 'p50', 'p99', 'max', 'KB open', 'KB highest', 'CPU', 'µs/event'],
    results.map(({ name, result }) => {
      const { delivered, expected, disordered, lost, cpuSeconds: cpu } = result;
      return [
        name,
        thousands(delivered),
        thousands(expected - delivered + disordered + lost),
        fixed(result.p50, 0),
        fixed(result.p99, 0),
        fixed(result.max, 0),
        kilobytes(result.connectedBytes),
        kilobytes(result.highestBytes),
        cpu === null ? '-' : `${fixed((cpu / seconds) * 100, 0)}%`,
        fixed(cpu === null ? null : (cpu / delivered) * 1e6, 1),
      ];
    }),
  );
}

/** What became of those who did not read. */
export function printSlowClients(
  { stalled, slow }: SlowClients,
  results: readonly NamedResult[],
): void {
  for (const { name, result } of results) {
    const { slowClients, highestBytes } = result;
    if (!slowClients) continue;
    const { stalledCut, slowCut, complete, disordered } = slowClients;
    console.log(
      `\n${name}: of ${thousands(stalled)} that read nothing ${thousands(stalledCut)} were cut, of ${thousands(slow)} slow ones ${thousands(slowCut)}; ${thousands(complete)} of all had every alert from the first on in the end, ${thousands(disordered)} out of order; the server had ${fixed(highestBytes === null ? null : highestBytes / 2 ** 20, 0)} MB more than before at its highest.`,
    );
  }
}
