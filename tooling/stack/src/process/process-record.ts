import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { processIdentity } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

/** Who runs for a data folder, written beside its data, so that the next start can tell its own orphans. */
const processRecord = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  /** The data folder: a copied folder brings the records of the original's processes along. */
  dataDir: z.string(),
  /** What a person calls it. */
  name: z.string(),
  startedAt: z.string(),
});
export type ProcessRecord = z.output<typeof processRecord>;

export function recordOf(pid: number, name: string, dataDir: string): ProcessRecord {
  return {
    pid,
    identity: processIdentity(pid) ?? 'gone',
    dataDir,
    name,
    startedAt: new Date().toISOString(),
  };
}

/** Whole or not at all. */
export function writeRecord(file: string, record: ProcessRecord): void {
  const unfinished = `${file}.${String(process.pid)}`;
  writeFileSync(unfinished, JSON.stringify(record));
  renameSync(unfinished, file);
}

/** `null`: there is none, or it cannot be read (a record cut short by a full disk names nobody). */
export function readRecord(file: string): ProcessRecord | null {
  try {
    return processRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}

/** Whether the recorded process still runs, and for this data folder. */
export function isAlive(record: ProcessRecord, dataDir: string): boolean {
  return record.dataDir === dataDir && processIdentity(record.pid) === record.identity;
}

/** Ends the process of a record when it is certain that it is the recorded one; waits until it is gone. */
export async function endRecorded(
  file: string,
  options: { dataDir: string; signal: NodeJS.Signals; graceMs: number },
): Promise<ProcessRecord | null> {
  const record = readRecord(file);
  const found = record !== null && isAlive(record, options.dataDir) ? record : null;
  if (found !== null) await endProcess(found.pid, found.identity, options);
  removeRecord(file);
  return found;
}

/** `signal`, then SIGKILL after `graceMs`; waits until the process is gone. */
export async function endProcess(
  pid: number,
  identity: string,
  { signal, graceMs }: { signal: NodeJS.Signals; graceMs: number },
): Promise<void> {
  const gone = () => processIdentity(pid) !== identity;
  if (gone()) return;
  process.kill(pid, signal);
  if (await waitUntil(gone, { deadlineMs: graceMs })) return;
  if (!gone()) process.kill(pid, 'SIGKILL');
  await waitUntil(gone, { deadlineMs: 10_000 });
}
