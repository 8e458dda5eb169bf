// What the tests' threads of ingest transactions run.
import { parentPort } from 'node:worker_threads';
import type { ThreadRequest } from '../src/ingest/thread-messages.ts';
import { runWriterThread } from '../src/ingest/writer-thread.ts';

/** As in support.ts, which needs vitest around it. */
const FATAL_TOPIC = 'fatal';

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'write' && request.batch.topic === FATAL_TOPIC) process.exit(1);
});
runWriterThread();
