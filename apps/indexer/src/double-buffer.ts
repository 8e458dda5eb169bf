import type { BatchBuilder } from './batch-builder.ts';
import { createWakeup } from './wakeup.ts';

export interface DoubleBufferOptions {
  /** Writes all that a builder holds, in one transaction. */
  write: (builder: BatchBuilder) => Promise<void>;
  /** A transaction failed. The other builder goes on where this one would have ended: it is void as well. */
  onFailed: (error: unknown, builder: BatchBuilder) => void;
  /** Aborts when the process stops: no transaction begins afterwards. */
  signal: AbortSignal;
}

/**
 * Two builders that take turns: while one is written, messages are decoded into the other. So the size
 * of a transaction follows the load: one message when idle, a full builder when behind.
 */
export interface DoubleBuffer {
  /** Begins with two empty builders; only after `drop`, and with no transaction under way. */
  open(filling: BatchBuilder, spare: BatchBuilder): void;
  /** Forgets what is in memory. A transaction that is under way ends by itself. */
  drop(): void;
  /** Where messages go; null after `drop`. It may be another one after every wait: look again, and never keep it. */
  readonly filling: BatchBuilder | null;
  /** Begins a transaction unless one is under way or there is nothing to write. */
  pump(): void;
  /** Resolves when there may be room, and when what is in memory was dropped. */
  change(): Promise<void>;
  /** Resolves when no transaction is under way, however the last one ended. */
  idle(): Promise<void>;
}

export function createDoubleBuffer({ write, onFailed, signal }: DoubleBufferOptions): DoubleBuffer {
  const changes = createWakeup();
  let builders: { filling: BatchBuilder; spare: BatchBuilder } | null = null;
  let writing: Promise<void> | null = null;

  function pump(): void {
    if (writing || !builders || builders.filling.isEmpty || signal.aborted) return;
    const builder = builders.filling;
    builders = { filling: builders.spare, spare: builder };
    writing = write(builder)
      .then(() => {
        builder.clear();
        writing = null;
        pump();
      })
      .catch((error: unknown) => {
        writing = null;
        onFailed(error, builder);
      });
    changes.wake();
  }

  return {
    open(filling, spare) {
      builders = { filling, spare };
    },
    drop() {
      builders = null;
      changes.wake();
    },
    get filling() {
      return builders?.filling ?? null;
    },
    pump,
    change: () => changes.wait(),
    async idle() {
      while (writing) await writing;
    },
  };
}
