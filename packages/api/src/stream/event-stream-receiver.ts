import type { EventSink } from '../http/event-sink.ts';
import { endFrame, HEARTBEAT, openingFrame, resetFrame } from './control-frames.ts';
import type { Receiver } from './receiver.ts';

/** Server-Sent Events over a connection. */
export function createEventStreamReceiver(sink: EventSink): Receiver {
  return {
    open(events, cursor) {
      sink.onDrain(() => {
        events.drained();
      });
      sink.onClose(() => {
        events.closed();
      });
      return sink.write(openingFrame(cursor));
    },
    alerts: ({ frames }) => sink.write(frames),
    reset: (reason, head) => sink.write(resetFrame(reason, head)),
    heartbeat: () => sink.write(HEARTBEAT),
    end(reason) {
      sink.write(endFrame(reason));
      sink.end();
    },
    destroy() {
      sink.destroy();
    },
    backlog: () => sink.backlog(),
  };
}
