import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { boundLogFile } from '../process/log-file.ts';

export interface ServiceLog {
  start(): void;
  /** Passes on what came since; answers the last lines since the start that are no log entries, such as wrong settings. */
  flush(): string;
  stop(): void;
}

const LOOK_EVERY_MS = 300;
const CHUNK_BYTES = 256 * 1024;
const LONGEST_SHOWN = 300;
const MOST_KEPT = 4_096;
const SHOWN_LEVELS = new Set(['warn', 'error', 'fatal']);

interface LogEntry {
  level: string;
  msg?: string;
  reason?: string;
  err?: { message?: string };
}

/** Follows the log of a service and passes on, in short, what a person should see. */
export function createServiceLog(file: string, onLine: (line: string) => void): ServiceLog {
  let position = 0;
  let rest = '';
  let other = '';
  let timer: NodeJS.Timeout | undefined;

  function readNew(): string {
    if (!existsSync(file)) return '';
    boundLogFile(file);
    const { size } = statSync(file);
    // It was cut because it grew too long.
    if (size < position) position = 0;
    if (size === position) return '';
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - position));
    const descriptor = openSync(file, 'r');
    const bytes = readSync(descriptor, buffer, 0, buffer.length, position);
    closeSync(descriptor);
    position += bytes;
    return buffer.toString('utf8', 0, bytes);
  }

  function flush(): string {
    for (let text = readNew(); text !== ''; text = readNew()) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const entry = parseEntry(line);
        if (entry === null) other = `${other}${line}\n`.slice(-MOST_KEPT);
        else if (SHOWN_LEVELS.has(entry.level)) onLine(shorten(entry));
      }
    }
    return other;
  }

  return {
    start() {
      position = existsSync(file) ? statSync(file).size : 0;
      rest = '';
      other = '';
      clearInterval(timer);
      timer = setInterval(flush, LOOK_EVERY_MS);
      timer.unref();
    },
    flush,
    stop() {
      clearInterval(timer);
      flush();
    },
  };
}

function parseEntry(line: string): LogEntry | null {
  try {
    const entry = JSON.parse(line) as LogEntry;
    return typeof entry.level === 'string' ? entry : null;
  } catch {
    return null;
  }
}

function shorten({ msg, reason, err }: LogEntry): string {
  const cause = reason ?? err?.message;
  const text = [msg, cause].filter((part) => part !== undefined && part !== '').join(': ');
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}
