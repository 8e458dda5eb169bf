import { startChild, type Child } from '../shared/child.ts';

/** A process for many clients of a stream: it takes a `ConnectTask` and then any number of `ReportTask`. */
export function startListeners(): Child {
  return startChild(new URL('clients-process.ts', import.meta.url));
}
