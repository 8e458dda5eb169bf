import type { Alert, EndReason } from '../generated/calls.ts';
import type { ByteStreamOptions } from '../http/byte-stream.ts';
import { parseAnswer } from '../http/json.ts';
import { IntellisiteError } from '../intellisite-error.ts';
import { AlertsResetError, type AlertsReset } from './alerts-reset.ts';
import { readEvents } from './event-stream.ts';

/** Where a stream of alerts stands, over all its connections. */
export interface AlertCursor {
  /** Number of the last alert that was handed on. */
  last: number;
  /** How long the server asks to wait before the next connection. */
  retryMs: number;
}

export interface AlertEventsOptions extends ByteStreamOptions {
  onReset: ((reset: AlertsReset) => void) | undefined;
}

/** @throws IntellisiteError unexpected_answer if it is anything else: a proxy may answer with a page */
export function requireEventStream(response: Response): void {
  const type = response.headers.get('content-type') ?? 'nothing';
  if (type.startsWith('text/event-stream')) return;
  throw unexpected(`The answer is ${type} and no stream of events.`);
}

/**
 * The alerts of one connection. Moves the cursor.
 *
 * @returns why the server ended it; undefined: it did not say
 * @throws AlertsResetError, whatever `onReset` throws, IntellisiteError when it breaks off or makes no sense
 */
export async function* readAlerts(
  response: Response,
  cursor: AlertCursor,
  { onReset, ...options }: AlertEventsOptions,
): AsyncGenerator<Alert, EndReason | undefined, undefined> {
  for await (const event of readEvents(response, options)) {
    if (event.type === 'retry') {
      cursor.retryMs = event.ms;
    } else if (event.name === 'alert') {
      const alert = parseAnswer(event.data) as Alert;
      // Sent twice: we have it.
      if (alert.seq <= cursor.last) continue;
      if (alert.seq > cursor.last + 1) throw unexpected(`After ${cursor.last} came ${alert.seq}.`);
      cursor.last = alert.seq;
      yield alert;
    } else if (event.name === 'reset') {
      const reset = parseAnswer(event.data) as AlertsReset;
      if (!onReset) throw new AlertsResetError(reset);
      cursor.last = reset.head;
      onReset(reset);
    } else if (event.name === 'end') {
      return (parseAnswer(event.data) as { reason: EndReason }).reason;
    }
    // Events of kinds that came later are not for us.
  }
  return undefined;
}

function unexpected(message: string): IntellisiteError {
  return new IntellisiteError('unexpected_answer', { message });
}
