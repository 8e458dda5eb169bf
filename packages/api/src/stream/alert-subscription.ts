import { AppError } from '../errors/app-error.ts';
import { readFrames } from './alert-frame.ts';
import type { Receiver, ReceiverEvents } from './receiver.ts';
import type { StreamItem } from './stream-request.ts';

export interface AlertSubscription {
  receiver: Receiver;
  items: AsyncIterable<StreamItem>;
}

/** A stream as objects: at most one run of alerts waits for the consumer, who has to pull. */
export function createAlertSubscription(signal: AbortSignal): AlertSubscription {
  let events: ReceiverEvents | null = null;
  let waiting: StreamItem[] = [];
  let taken = 0;
  let closed = false;
  let ended = false;
  let stalled = false;
  let wake: () => void = () => undefined;

  function give(items: readonly StreamItem[]): false {
    waiting = [...waiting.slice(taken), ...items];
    taken = 0;
    wake();
    return false;
  }

  function close(): void {
    if (closed) return;
    closed = true;
    wake();
    events?.closed();
  }

  async function untilGiven(): Promise<void> {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (!closed) events?.drained();
      if (closed || taken < waiting.length) resolve();
    });
  }

  async function* items(): AsyncGenerator<StreamItem> {
    try {
      while (!signal.aborted) {
        const item = waiting[taken];
        if (item) {
          taken += 1;
          yield item;
          if (item.type === 'end') return;
        } else if (stalled) {
          throw new AppError('busy', {
            detail: 'The stream was ended: nothing was taken from it.',
          });
        } else if (closed) {
          return;
        } else {
          await untilGiven();
        }
      }
    } finally {
      close();
    }
  }

  return {
    receiver: {
      open(given, head) {
        events = given;
        signal.addEventListener('abort', close, { once: true });
        if (signal.aborted) close();
        return give([{ type: 'begin', head }]);
      },
      alerts: ({ frames }) =>
        give(readFrames(frames).map((alert) => ({ type: 'alert' as const, alert }))),
      reset: (reason, head) => give([{ type: 'reset', reason, head }]),
      heartbeat: () => true,
      end(reason) {
        ended = true;
        give([{ type: 'end', reason }]);
      },
      destroy() {
        if (!ended) {
          stalled = true;
          waiting = [];
        }
        close();
      },
      backlog: () => waiting.length - taken,
    },
    items: items(),
  };
}
