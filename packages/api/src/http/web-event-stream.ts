import type { EventStreamBody } from './api-response.ts';
import type { EventSink } from './event-sink.ts';

/** What may wait in the stream before its client counts as slower than the events. */
const HIGH_WATER_BYTES = 64 * 1024;

/** An event stream as a `ReadableStream`; `signal` aborts when the client is gone. */
export function createWebEventStream(
  body: EventStreamBody,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const onDrain: (() => void)[] = [];
  const onClose: (() => void)[] = [];
  let closed = false;
  let full = false;
  function close(): void {
    if (closed) return;
    closed = true;
    for (const listener of onClose) listener();
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        function finish(how: () => void): void {
          if (closed) return;
          close();
          how();
        }
        const sink: EventSink = {
          write(bytes) {
            if (closed) return false;
            controller.enqueue(bytes);
            full = (controller.desiredSize ?? 0) <= 0;
            return !full;
          },
          backlog: () => HIGH_WATER_BYTES - (controller.desiredSize ?? HIGH_WATER_BYTES),
          onDrain: (listener) => onDrain.push(listener),
          onClose: (listener) => onClose.push(listener),
          end() {
            finish(() => {
              controller.close();
            });
          },
          destroy() {
            finish(() => {
              controller.error(new Error('the event stream was ended'));
            });
          },
        };
        body.open(sink);
        function left(): void {
          sink.destroy();
        }
        // Also before the stream was opened: of that, nobody tells a listener.
        if (signal.aborted) left();
        else signal.addEventListener('abort', left, { once: true });
      },
      pull() {
        if (!full) return;
        full = false;
        for (const listener of onDrain) listener();
      },
      cancel: close,
    },
    { highWaterMark: HIGH_WATER_BYTES, size: (chunk) => chunk?.length ?? 0 },
  );
}
