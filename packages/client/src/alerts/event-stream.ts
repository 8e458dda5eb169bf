import { createParser } from 'eventsource-parser';
import { readBytes, type ByteStreamOptions } from '../http/byte-stream.ts';

/** What an event stream brings. */
export type StreamEvent =
  | { type: 'event'; name: string; data: string }
  /** How long to wait before connecting again, in ms. */
  | { type: 'retry'; ms: number };

/** Server-Sent Events, from the answer to a request. Throws as `readBytes` does. */
export async function* readEvents(
  response: Response,
  options: ByteStreamOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  const decoder = new TextDecoder();
  const events: StreamEvent[] = [];
  const parser = createParser({
    onEvent({ event, data }) {
      events.push({ type: 'event', name: event ?? 'message', data });
    },
    onRetry(ms) {
      events.push({ type: 'retry', ms });
    },
  });
  for await (const bytes of readBytes(response, options)) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* events.splice(0);
  }
}
