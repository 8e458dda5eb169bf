import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Keeps a log that another process appends to at 10 MB and one older copy. It is emptied, not renamed: the
 * other process goes on writing to the same file. Where there is no room for the copy, it is done without one.
 */
export function boundLogFile(file: string): void {
  if (!existsSync(file) || statSync(file).size < MAX_BYTES) return;
  const older = `${file}.1`;
  try {
    copyFileSync(file, older);
  } catch {
    // To give room back is worth more than the old lines, above all on the full disk that caused this.
    rmSync(older, { force: true });
  }
  truncateSync(file);
}

/** What was appended to a log from now on. */
export function followLog(file: string): { read(): string } {
  const start = existsSync(file) ? statSync(file).size : 0;
  return {
    read: () => {
      if (!existsSync(file)) return '';
      const content = readFileSync(file);
      return content.subarray(content.length < start ? 0 : start).toString('utf8');
    },
  };
}
