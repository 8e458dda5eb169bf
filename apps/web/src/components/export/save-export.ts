import type { Problem } from '@intellisite/contracts';
import { askToSignInAgain } from '../../auth/session-expiry.ts';
import { EXPORT_URL, exportForm, type ExportRequest } from './export-request.ts';

const NEW_LINE = 0x0a;
const UNAUTHORIZED = 401;

/** The server has refused to export, and says why. */
export class ExportRefusedError extends Error {
  override readonly name = 'ExportRefusedError';
}

/**
 * Writes an export into a file as it comes, no faster than the disk takes it. Whatever goes wrong, the
 * file is left as it was.
 *
 * @throws ExportRefusedError; the signal's reason; whatever the network or the disk says
 */
export async function saveExport(
  request: ExportRequest,
  file: FileSystemFileHandle,
  { signal, onRows }: { signal: AbortSignal; onRows: (rows: number) => void },
): Promise<void> {
  const response = await ask(request, signal);
  const counter = rowCounter(request, onRows);
  await response.pipeThrough(counter).pipeTo(await file.createWritable(), { signal });
}

async function ask(
  request: ExportRequest,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await fetch(EXPORT_URL, { method: 'POST', body: exportForm(request), signal });
  if (response.ok && response.body) return response.body;
  if (response.status === UNAUTHORIZED) {
    await askToSignInAgain();
    return await ask(request, signal);
  }
  const { detail, title } = (await response.json()) as Problem;
  throw new ExportRefusedError(detail ?? `${title}.`);
}

/** Lets everything through and tells how many rows that was: a row is a line, and no name has a line break. */
function rowCounter(
  { format, total }: ExportRequest,
  onRows: (rows: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  // The head of a table is no row.
  let rows = format === 'csv' ? -1 : 0;
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) if (byte === NEW_LINE) rows += 1;
      onRows(Math.max(0, rows));
      controller.enqueue(chunk);
    },
    flush() {
      if (rows !== total) {
        throw new Error(`The export has ${String(rows)} rows instead of ${String(total)}.`);
      }
    },
  });
}
