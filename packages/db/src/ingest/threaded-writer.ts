import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { IngestResult } from './ingest-batch.ts';
import type { IngestWriter, IngestWriterOptions } from './ingest-writer.ts';
import {
  openError,
  postBatch,
  type ThreadReport,
  type ThreadRequest,
  type ThreadSetup,
} from './thread-messages.ts';

/** Longer than Postgres takes to end a session, shorter than a service may take to stop. */
const CLOSE_MS = 5_000;

export interface ThreadedIngestWriterOptions extends IngestWriterOptions {
  /** A module that calls `runWriterThread`. */
  thread: URL;
}

/**
 * The ingest transaction in a thread of its own: its many short questions are not kept waiting by the
 * decoding of the next batch, nor the other way round. Behaves as `createIngestWriter` does; a thread
 * that dies fails the call under way, whose outcome is then unknown, and the next call starts another.
 */
export function createThreadedIngestWriter(options: ThreadedIngestWriterOptions): IngestWriter {
  const setup: ThreadSetup = { databaseUrl: options.databaseUrl, instance: options.instance };
  let call: Call | null = null;
  let thread: Worker | null = start();

  function start(): Worker {
    const started = new Worker(options.thread, { workerData: setup, name: 'ingest writer' });
    let death: Error | null = null;
    started.on('message', (report: ThreadReport) => {
      if (report.kind === 'locksBroken') options.onLocksBroken?.(report.locks);
      else settle(report);
    });
    started.on('messageerror', (error) => {
      call?.reject(error);
      call = null;
    });
    started.on('error', (error) => {
      death = error instanceof Error ? error : new Error(String(error));
    });
    started.on('exit', () => {
      if (thread === started) thread = null;
      call?.reject(death ?? new Error('the thread of the ingest transaction has ended'));
      call = null;
    });
    return started;
  }

  function settle(report: Exclude<ThreadReport, { kind: 'locksBroken' }>): void {
    if (report.kind === 'written') call?.resolve(report.result);
    else call?.reject(openError(report.error));
    call = null;
  }

  function post(request: ThreadRequest): void {
    thread ??= start();
    thread.postMessage(request);
  }

  return {
    write(batch) {
      return new Promise((resolve, reject) => {
        if (call) throw new Error('A batch is being written: one call at a time.');
        post({ kind: 'write', batch: postBatch(batch) });
        call = { resolve, reject };
      });
    },
    async close() {
      const closing = thread;
      if (!closing) return;
      const ended = once(closing, 'exit');
      post({ kind: 'close' });
      await Promise.race([ended, setTimeout(CLOSE_MS, undefined, { ref: false })]);
      await closing.terminate();
    },
  };
}

interface Call {
  resolve: (result: IngestResult) => void;
  reject: (error: Error) => void;
}
