import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Keeps a log that another process appends to at 10 MB and one older copy. It is emptied, not renamed: the
 * other process goes on writing to the same file.
 */
export function boundLogFile(file: string): void {
  if (!existsSync(file) || statSync(file).size < MAX_BYTES) return;
  copyFileSync(file, `${file}.1`);
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
