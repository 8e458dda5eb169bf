import { parentPort, workerData } from 'node:worker_threads';
import { createIngestWriter } from './ingest-writer.ts';
import {
  openBatch,
  postError,
  type ThreadReport,
  type ThreadRequest,
  type ThreadSetup,
} from './thread-messages.ts';

/** The whole of a thread that `createThreadedIngestWriter` starts: ends when it is told to. */
export function runWriterThread(): void {
  const port = parentPort;
  if (!port) throw new Error('This is the main thread.');
  const report = (message: ThreadReport): void => {
    port.postMessage(message);
  };
  const writer = createIngestWriter({
    ...(workerData as ThreadSetup),
    onLocksBroken(locks) {
      report({ kind: 'locksBroken', locks });
    },
  });

  async function serve(request: ThreadRequest): Promise<void> {
    if (request.kind === 'close') {
      await writer.close();
      port?.close();
      return;
    }
    try {
      report({ kind: 'written', result: await writer.write(openBatch(request.batch)) });
    } catch (error) {
      report({ kind: 'failed', error: postError(error) });
    }
  }

  port.on('messageerror', (error) => {
    // Nobody knows what was asked, so nobody can be answered: the caller is told by the end of the thread.
    throw error;
  });
  port.on('message', (request: ThreadRequest) => {
    void serve(request);
  });
}
