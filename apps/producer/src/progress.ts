import type { Logger } from '@intellisite/service';
import type { ProducerStatus } from './producer.ts';

const TERMINAL_INTERVAL_MS = 1_000;
const LOG_INTERVAL_MS = 10_000;
const ERASE_LINE = '\u001b[2K';

export interface Progress {
  start(): void;
  stop(): void;
}

/**
 * Says how it goes: on a terminal in one line that is written anew each second, else in a log line
 * every 10 s.
 *
 * @param options.terminal where to write the line; null if there is no terminal
 */
export function createProgress(options: {
  status: () => ProducerStatus;
  logger: Logger;
  terminal: { write(text: string): unknown } | null;
}): Progress {
  const { status, logger, terminal } = options;
  const intervalMs = terminal === null ? LOG_INTERVAL_MS : TERMINAL_INTERVAL_MS;
  let timer: NodeJS.Timeout | undefined;
  let sentBefore = 0;

  const report = (): void => {
    const { sent, waitingFor } = status();
    const perSecond = ((sent - sentBefore) * 1_000) / intervalMs;
    sentBefore = sent;
    if (terminal === null) {
      logger.info({ sent, perSecond }, 'progress');
      return;
    }
    const waiting = waitingFor === null ? '' : `, waiting for Kafka ${waitingFor}`;
    const line = `${sent.toLocaleString('en')} sent, ${perSecond.toLocaleString('en')}/s${waiting}`;
    // The cursor stays at the start, so that a log line takes the place of this one.
    terminal.write(`${ERASE_LINE}${line}\r`);
  };

  return {
    start() {
      timer = setInterval(report, intervalMs);
    },
    stop() {
      clearInterval(timer);
      terminal?.write(ERASE_LINE);
    },
  };
}
