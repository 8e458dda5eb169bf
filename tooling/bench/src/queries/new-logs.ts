import { createLogs, type Logs, type LogsOptions, type Snapshot } from '@intellisite/db';

/** Logs that know the vehicles and where the log ends, and nothing else. */
export async function newLogs(options: LogsOptions, snapshot: Snapshot): Promise<Logs> {
  const logs = createLogs(options);
  await logs.detections.page(snapshot, { skip: 0, limit: 1, order: 'newest', filter: {} });
  return logs;
}
