/**
 * Rows for `COPY ... FROM STDIN (FORMAT binary)`, encoded before the transaction: positions and the
 * time of ingestion are known only inside it and are written into the finished rows.
 *
 * Their memory is shared between threads: one adds the rows, another gives them their positions and
 * sends them. Never both at once.
 *
 * Source of the format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER_BYTES = 2;
const COLUMNS = 4;
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

/** The same rows for another thread: posting them copies nothing. */
export interface SharedRows {
  capacity: number;
  count: number;
  stream: SharedArrayBuffer;
  series: SharedArrayBuffer;
  times: SharedArrayBuffer;
}

export interface SharedAlertRows extends SharedRows {
  /** Of each alert the row of its detection. */
  detectionRows: SharedArrayBuffer;
}

export interface DetectionRows extends CopyRows {
  /** `seriesId` may be given later. Time in ms since 1970. */
  add(seriesId: number, detectedAt: number): void;
  setSeries(row: number, seriesId: number): void;
  /** Gives positions first, first + 1, ... and the time of ingestion (ms) to all rows. */
  stamp(first: number, ingestedAt: number): void;
  share(): SharedRows;
}

export interface AlertRows extends CopyRows {
  /** `row`: of the detection in its batch. */
  add(row: number, ruleVersionId: number): void;
  /** Gives numbers firstSeq, firstSeq + 1, ... and copies position and series from the detections. */
  stamp(firstSeq: number, firstPosition: number, detections: DetectionRows): void;
  share(): SharedAlertRows;
}

export const COPY_DETECTIONS =
  'COPY detections (position, detected_at, ingested_at, series_id) FROM STDIN (FORMAT binary)';
export const COPY_ALERTS =
  'COPY alerts (seq, position, rule_version_id, series_id) FROM STDIN (FORMAT binary)';

export function createDetectionRows(capacity: number): DetectionRows {
  return openDetectionRows(
    allocate(capacity, DETECTION.bytes, (view, at) => {
      view.setInt32(at + DETECTION.position - 4, 8);
      view.setInt32(at + DETECTION.detectedAt - 4, 8);
      view.setInt32(at + DETECTION.ingestedAt - 4, 8);
      view.setInt32(at + DETECTION.seriesId - 4, 4);
    }),
  );
}

/** The rows that another thread has shared. */
export function openDetectionRows(shared: SharedRows): DetectionRows {
  const rows = openRows(shared, DETECTION.bytes);
  const series = new Int32Array(shared.series);
  const times = new Float64Array(shared.times);
  const { view } = rows;
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
    share: () => ({ ...shared, count: rows.count }),
    add(seriesId, detectedAt) {
      series[rows.count] = seriesId;
      times[rows.count] = detectedAt;
      const at = rows.next();
      setInt64(view, at + DETECTION.detectedAt, microseconds(detectedAt));
      view.setInt32(at + DETECTION.seriesId, seriesId);
    },
    setSeries(row, seriesId) {
      series[row] = seriesId;
      view.setInt32(rows.at(row) + DETECTION.seriesId, seriesId);
    },
    stamp(first, ingestedAt) {
      const ingested = microseconds(ingestedAt);
      for (let row = 0; row < rows.count; row++) {
        const at = rows.at(row);
        setInt64(view, at + DETECTION.position, first + row);
        setInt64(view, at + DETECTION.ingestedAt, ingested);
      }
    },
  };
}

export function createAlertRows(capacity: number): AlertRows {
  return openAlertRows({
    ...allocate(capacity, ALERT.bytes, (view, at) => {
      view.setInt32(at + ALERT.seq - 4, 8);
      view.setInt32(at + ALERT.position - 4, 8);
      view.setInt32(at + ALERT.ruleVersionId - 4, 4);
      view.setInt32(at + ALERT.seriesId - 4, 4);
    }),
    detectionRows: new SharedArrayBuffer(capacity * Int32Array.BYTES_PER_ELEMENT),
  });
}

/** The rows that another thread has shared. */
export function openAlertRows(shared: SharedAlertRows): AlertRows {
  const rows = openRows(shared, ALERT.bytes);
  const detectionRows = new Int32Array(shared.detectionRows);
  const series = new Int32Array(shared.series);
  const times = new Float64Array(shared.times);
  const { view } = rows;
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
    share: () => ({ ...shared, count: rows.count }),
    add(row, ruleVersionId) {
      detectionRows[rows.count] = row;
      view.setInt32(rows.next() + ALERT.ruleVersionId, ruleVersionId);
    },
    stamp(firstSeq, firstPosition, detections) {
      for (let alert = 0; alert < rows.count; alert++) {
        const at = rows.at(alert);
        const row = detectionRows[alert] ?? 0;
        const seriesId = detections.series[row] ?? 0;
        series[alert] = seriesId;
        times[alert] = detections.times[row] ?? 0;
        setInt64(view, at + ALERT.seq, firstSeq + alert);
        setInt64(view, at + ALERT.position, firstPosition + row);
        view.setInt32(at + ALERT.seriesId, seriesId);
      }
    },
  };
}

interface RowBuffer {
  count: number;
  readonly view: DataView;
  at(row: number): number;
  /** Begins a row and answers where. */
  next(): number;
  bytes(): Buffer;
}

/** `frame` writes the lengths of a row's values: once, for as long as the memory is used. */
function allocate(
  capacity: number,
  rowBytes: number,
  frame: (view: DataView, at: number) => void,
): SharedRows {
  const stream = new SharedArrayBuffer(SIGNATURE.length + capacity * rowBytes + TRAILER_BYTES);
  SIGNATURE.copy(Buffer.from(stream));
  const view = new DataView(stream);
  for (let row = 0; row < capacity; row++) frame(view, SIGNATURE.length + row * rowBytes);
  return {
    capacity,
    count: 0,
    stream,
    series: new SharedArrayBuffer(capacity * Int32Array.BYTES_PER_ELEMENT),
    times: new SharedArrayBuffer(capacity * Float64Array.BYTES_PER_ELEMENT),
  };
}

function openRows({ capacity, count, stream }: SharedRows, rowBytes: number): RowBuffer {
  const view = new DataView(stream);
  const rows: RowBuffer = {
    count,
    view,
    at: (row) => SIGNATURE.length + row * rowBytes,
    next() {
      const at = rows.at(rows.count);
      if (rows.count === capacity) throw new RangeError(`more than ${String(capacity)} rows`);
      rows.count += 1;
      // Written for each row: the end of an earlier stream may have stood here.
      view.setInt16(at, COLUMNS);
      return at;
    },
    bytes() {
      const end = rows.at(rows.count);
      view.setInt16(end, -1);
      return Buffer.from(stream, 0, end + TRAILER_BYTES);
    },
  };
  return rows;
}

function microseconds(ms: number): number {
  return (ms - POSTGRES_EPOCH_MS) * 1_000;
}

/** A safe integer as 8 bytes: two halves are several times faster than a BigInt. */
function setInt64(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * TWO_32);
}
