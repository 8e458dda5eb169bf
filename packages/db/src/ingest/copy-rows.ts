/**
 * Rows for `COPY ... FROM STDIN (FORMAT binary)`, encoded before the transaction: positions and the
 * time of ingestion are known only inside it and are written into the finished rows.
 *
 * Source of the format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER_BYTES = 2;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const TWO_32 = 0x1_0000_0000;

// Offsets of the values inside a row; each is preceded by its length in 4 bytes, a row by its width.
const DETECTION = { position: 6, detectedAt: 18, ingestedAt: 30, seriesId: 42, bytes: 46 } as const;
const ALERT = { seq: 6, position: 18, ruleVersionId: 30, seriesId: 38, bytes: 42 } as const;

export interface CopyRows {
  readonly count: number;
  /** Series id of each row; only the first `count` are set. */
  readonly series: Int32Array;
  /** When each row was detected, in ms since 1970; only the first `count` are set. */
  readonly times: Float64Array;
  /** The whole COPY stream; valid until `clear`. */
  bytes(): Buffer;
  /** Forgets all rows; the memory is used again. */
  clear(): void;
}

export interface DetectionRows extends CopyRows {
  /** `seriesId` may be given later. Time in ms since 1970. */
  add(seriesId: number, detectedAt: number): void;
  setSeries(row: number, seriesId: number): void;
  /** Gives positions first, first + 1, ... and the time of ingestion (ms) to all rows. */
  stamp(first: number, ingestedAt: number): void;
}

export interface AlertRows extends CopyRows {
  /** `row`: of the detection in its batch. */
  add(row: number, ruleVersionId: number): void;
  /** Gives numbers firstSeq, firstSeq + 1, ... and copies position and series from the detections. */
  stamp(firstSeq: number, firstPosition: number, detections: DetectionRows): void;
}

export const COPY_DETECTIONS =
  'COPY detections (position, detected_at, ingested_at, series_id) FROM STDIN (FORMAT binary)';
export const COPY_ALERTS =
  'COPY alerts (seq, position, rule_version_id, series_id) FROM STDIN (FORMAT binary)';

export function createDetectionRows(capacity: number): DetectionRows {
  const rows = createRows(capacity, DETECTION.bytes, (buffer, at) => {
    buffer.writeInt16BE(4, at);
    buffer.writeInt32BE(8, at + DETECTION.position - 4);
    buffer.writeInt32BE(8, at + DETECTION.detectedAt - 4);
    buffer.writeInt32BE(8, at + DETECTION.ingestedAt - 4);
    buffer.writeInt32BE(4, at + DETECTION.seriesId - 4);
  });
  const series = new Int32Array(capacity);
  const times = new Float64Array(capacity);
  const { buffer } = rows;
  return {
    get count() {
      return rows.count;
    },
    series,
    times,
    bytes: () => rows.bytes(),
    clear() {
      rows.count = 0;
    },
    add(seriesId, detectedAt) {
      series[rows.count] = seriesId;
      times[rows.count] = detectedAt;
      const at = rows.next();
      writeInt64(buffer, microseconds(detectedAt), at + DETECTION.detectedAt);
      buffer.writeInt32BE(seriesId, at + DETECTION.seriesId);
    },
    setSeries(row, seriesId) {
      series[row] = seriesId;
      buffer.writeInt32BE(seriesId, rows.at(row) + DETECTION.seriesId);
    },
    stamp(first, ingestedAt) {
      const ingested = microseconds(ingestedAt);
      for (let row = 0; row < rows.count; row++) {
        const at = rows.at(row);
        writeInt64(buffer, first + row, at + DETECTION.position);
        writeInt64(buffer, ingested, at + DETECTION.ingestedAt);
      }
    },
  };
}

export function createAlertRows(capacity: number): AlertRows {
  const rows = createRows(capacity, ALERT.bytes, (buffer, at) => {
    buffer.writeInt16BE(4, at);
    buffer.writeInt32BE(8, at + ALERT.seq - 4);
    buffer.writeInt32BE(8, at + ALERT.position - 4);
    buffer.writeInt32BE(4, at + ALERT.ruleVersionId - 4);
    buffer.writeInt32BE(4, at + ALERT.seriesId - 4);
  });
  const detectionRows = new Int32Array(capacity);
  const series = new Int32Array(capacity);
  const times = new Float64Array(capacity);
  const { buffer } = rows;
  return {
    get count() {
      return rows.count;
    },
    series,
    times,
    bytes: () => rows.bytes(),
    clear() {
      rows.count = 0;
    },
    add(row, ruleVersionId) {
      detectionRows[rows.count] = row;
      buffer.writeInt32BE(ruleVersionId, rows.next() + ALERT.ruleVersionId);
    },
    stamp(firstSeq, firstPosition, detections) {
      for (let alert = 0; alert < rows.count; alert++) {
        const at = rows.at(alert);
        const row = detectionRows[alert] ?? 0;
        const seriesId = detections.series[row] ?? 0;
        series[alert] = seriesId;
        times[alert] = detections.times[row] ?? 0;
        writeInt64(buffer, firstSeq + alert, at + ALERT.seq);
        writeInt64(buffer, firstPosition + row, at + ALERT.position);
        buffer.writeInt32BE(seriesId, at + ALERT.seriesId);
      }
    },
  };
}

interface RowBuffer {
  count: number;
  readonly buffer: Buffer;
  at(row: number): number;
  /** Begins a row and answers where. */
  next(): number;
  bytes(): Buffer;
}

function createRows(
  capacity: number,
  rowBytes: number,
  begin: (buffer: Buffer, at: number) => void,
): RowBuffer {
  const buffer = Buffer.allocUnsafe(SIGNATURE.length + capacity * rowBytes + TRAILER_BYTES);
  SIGNATURE.copy(buffer);
  const rows: RowBuffer = {
    count: 0,
    buffer,
    at: (row) => SIGNATURE.length + row * rowBytes,
    next() {
      const at = rows.at(rows.count);
      if (rows.count === capacity) throw new RangeError(`more than ${String(capacity)} rows`);
      begin(buffer, at);
      rows.count += 1;
      return at;
    },
    bytes() {
      const end = rows.at(rows.count);
      buffer.writeInt16BE(-1, end);
      return buffer.subarray(0, end + TRAILER_BYTES);
    },
  };
  return rows;
}

function microseconds(ms: number): number {
  return (ms - POSTGRES_EPOCH_MS) * 1_000;
}

/** A safe integer as 8 bytes: two halves are several times faster than a BigInt. */
function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / TWO_32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * TWO_32, at + 4);
}
