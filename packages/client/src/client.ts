import type { AlertStreamOptions } from './alerts/alert-stream.ts';
import type { ExportFormat, ExportQuery } from './export.ts';
import type { Alert, Detection } from './generated/calls.ts';
import type { Listing } from './listing.ts';
import type { AlertsQuery, DetectionsQuery } from './lists.ts';
import type { IntellisiteApi } from './router.ts';

/**
 * The API of one installation, as one user. Everything rejects with an {@link IntellisiteError}, or with
 * the reason of the signal that aborted it.
 */
export interface IntellisiteClient {
  /** Every call, typed: `client.api.detections.list.query({ make: 'Toyota', limit: 10 })`. */
  readonly api: IntellisiteApi;
  /**
   * Alerts as they are raised, each once and in order. Lost connections, restarts of the server and
   * tokens that expire are its own business; `close()` ends it.
   *
   * @throws AlertsResetError where alerts are missing and there is no `onReset`
   */
  alerts(options?: AlertStreamOptions): AsyncIterable<Alert>;
  /** Alerts that were raised so far, newest first unless ordered otherwise. */
  alertsAll(query?: AlertsQuery): Listing<Alert>;
  /** Detections so far, newest first unless ordered otherwise: all of one frozen list. */
  detectionsAll(query?: DetectionsQuery): Listing<Detection>;
  /** Detections in one answer of any size, oldest first unless ordered otherwise. */
  exportDetections(query?: ExportQuery): AsyncIterable<Detection>;
  /** The same as the bytes of a file: `writeFile('detections.csv', client.exportFile({ format: 'csv' }))`. */
  exportFile(query: ExportQuery & { format: ExportFormat }): AsyncIterable<Uint8Array>;
  /**
   * Ends every call and iteration, and the session if the client began it. Never rejects; a session that
   * cannot be ended now ends when it expires.
   */
  close(): Promise<void>;
}
