import type { ExportRequest } from './export-request.ts';
import { ExportRefusedError, saveExport } from './save-export.ts';

export type ExportState =
  | { status: 'none' }
  | { status: 'writing'; request: ExportRequest; fileName: string; rows: number; startedAt: number }
  | { status: 'done'; fileName: string; rows: number }
  | { status: 'cancelled'; fileName: string }
  /** `reason` is for the person; null: it broke off. */
  | { status: 'failed'; fileName: string; reason: string | null };

const TELL_EVERY_MS = 250;

const listeners = new Set<() => void>();
let state: ExportState = { status: 'none' };
let running: AbortController | null = null;

function change(next: ExportState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** The one export that this page writes; it goes on while the person looks at other views. */
export interface ExportJob {
  /** For `useSyncExternalStore`. */
  subscribe: (listener: () => void) => () => void;
  state: () => ExportState;
  /** Never rejects: what becomes of it is in the state. */
  start: (request: ExportRequest, file: FileSystemFileHandle) => Promise<void>;
  cancel: () => void;
  /** The person has read what became of it. */
  dismiss: () => void;
}

export const exportJob: ExportJob = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  state: () => state,
  async start(request, file) {
    if (running) return;
    const abort = new AbortController();
    running = abort;
    const { name: fileName } = file;
    const startedAt = Date.now();
    let toldAt = 0;
    change({ status: 'writing', request, fileName, rows: 0, startedAt });
    window.addEventListener('beforeunload', askBeforeLeaving);
    try {
      const saved = saveExport(request, file, {
        signal: abort.signal,
        onRows(rows) {
          if (abort.signal.aborted || Date.now() - toldAt < TELL_EVERY_MS) return;
          toldAt = Date.now();
          change({ status: 'writing', request, fileName, rows, startedAt });
        },
      });
      // A disk that takes nothing would not let go of the person either.
      await Promise.race([saved, rejectionOf(abort.signal)]);
      change({ status: 'done', fileName, rows: request.total });
    } catch (error) {
      if (abort.signal.aborted) change({ status: 'cancelled', fileName });
      else {
        const reason = error instanceof ExportRefusedError ? error.message : null;
        change({ status: 'failed', fileName, reason });
      }
    } finally {
      window.removeEventListener('beforeunload', askBeforeLeaving);
      running = null;
    }
  },
  cancel() {
    running?.abort();
  },
  dismiss() {
    if (!running) change({ status: 'none' });
  },
};

/** Rejects when the signal is aborted. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
