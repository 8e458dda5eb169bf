import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataDir } from '../data-dir.ts';
import { explainFileError, StackError } from '../stack-error.ts';
import { claimFile } from './claim-file.ts';
import { processIdentity } from './process-identity.ts';

/** The start command that runs for a data folder, and where its servers are, for the other commands. */
const startRecord = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  dataDir: z.string(),
  /** Null while it is not up yet, or when the server is not one of its own. */
  databaseUrl: z.string().nullable(),
  brokers: z.string().nullable(),
});
type StartRecord = z.output<typeof startRecord>;

export interface StartClaim {
  /** Tells the other commands where the servers are. */
  publish: (servers: Pick<StartRecord, 'databaseUrl' | 'brokers'>) => void;
  release: () => void;
}

function recordFile(dataDir: DataDir): string {
  return join(dataDir.run, 'start.json');
}

/** What runs for the data folder now; null: nothing. */
export function readLivingStart(dataDir: DataDir): StartRecord | null {
  try {
    return livingStart(readFileSync(recordFile(dataDir), 'utf8'), dataDir);
  } catch {
    return null;
  }
}

/** Null: of a process that has ended, of another data folder, or no record at all. */
function livingStart(content: string, dataDir: DataDir): StartRecord | null {
  try {
    const record = startRecord.parse(JSON.parse(content));
    const alive =
      record.dataDir === dataDir.path && processIdentity(record.pid) === record.identity;
    return alive ? record : null;
  } catch {
    return null;
  }
}

/** Makes this process the one that runs for the data folder. Throws a `StackError` while another does. */
export function claimStart(dataDir: DataDir): StartClaim {
  const file = recordFile(dataDir);
  const record: StartRecord = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    dataDir: dataDir.path,
    databaseUrl: null,
    brokers: null,
  };
  const other = claim(file, record, dataDir);
  if (other !== null) {
    throw new StackError(
      `Intellisite already runs on the data folder ${dataDir.path} (pid ${String(other.pid)}). End it first, or set DATA_DIR, PORT, LOCAL_POSTGRES_PORT, LOCAL_KAFKA_PORT and METRICS_PORT for a second one.`,
    );
  }
  return {
    publish(servers) {
      const unfinished = `${file}.${String(process.pid)}`;
      writeFileSync(unfinished, JSON.stringify({ ...record, ...servers }), { mode: 0o600 });
      renameSync(unfinished, file);
    },
    release() {
      // Whoever removed the folder under us may have started another on it.
      if (readLivingStart(dataDir)?.pid === process.pid) rmSync(file);
    },
  };
}

function claim(file: string, record: StartRecord, dataDir: DataDir): StartRecord | null {
  try {
    const other = claimFile(file, JSON.stringify(record), (content) => {
      return livingStart(content, dataDir) !== null;
    });
    return other === null ? null : startRecord.parse(JSON.parse(other));
  } catch (error) {
    throw explainFileError(error, dataDir.path);
  }
}
