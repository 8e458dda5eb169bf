import { csvField, type Alert, type Detection } from '@intellisite/contracts';
import type { LogRows } from './log-reader.ts';
import {
  CSV_ROWS,
  CSV_TAIL_HEADER,
  JSON_ROWS,
  NDJSON_ROWS,
  type RowFormat,
  type RowTails,
} from './row-format.ts';
import type { RowWriter } from './row-writer.ts';
import type { FoundRows } from './rows.ts';
import type { SeriesCatalogue } from './series-catalogue.ts';

/** What rows are written with. */
export interface Presentation {
  catalogue: SeriesCatalogue;
  tails: RowTails;
  writer: RowWriter;
}

/** What alerts have beside what their detections have, by row. */
export interface AlertColumns {
  /** Positions of the detections. */
  positions: readonly number[];
  rules: readonly string[];
}

export const DETECTION_CSV_HEADER = `id,timestamp,${CSV_TAIL_HEADER}\r\n`;
export const ALERT_CSV_HEADER = `seq,detectionId,rule,timestamp,${CSV_TAIL_HEADER}\r\n`;

type RowKind = RowFormat['row'];

const none = Buffer.alloc(0);

export function detectionRows(found: FoundRows, presentation: Presentation): LogRows<Detection> {
  const { numbers, times, series } = found;
  const { catalogue, writer } = presentation;
  const head: Record<RowKind, Buffer> = { object: Buffer.from('{"id":'), record: none };
  const afterId: Record<RowKind, Buffer> = {
    object: Buffer.from(',"timestamp":"'),
    record: Buffer.from(','),
  };
  return {
    size: numbers.length,
    objects: () =>
      numbers.map((id, row) => ({
        id,
        timestamp: new Date(times[row] ?? 0).toISOString(),
        ...catalogue.members(series[row] ?? 0),
      })),
    ...texts(found, presentation, (kind, row) => {
      writer.bytes(head[kind]);
      writer.integer(numbers[row] ?? 0);
      writer.bytes(afterId[kind]);
    }),
  };
}

export function alertRows(
  found: FoundRows,
  { positions, rules }: AlertColumns,
  presentation: Presentation,
): LogRows<Alert> {
  const { numbers, times, series } = found;
  const { catalogue, writer } = presentation;
  const head: Record<RowKind, Buffer> = { object: Buffer.from('{"seq":'), record: none };
  const afterSeq: Record<RowKind, Buffer> = {
    object: Buffer.from(',"detectionId":'),
    record: Buffer.from(','),
  };
  // There are few rules.
  const afterId: Record<RowKind, Map<string, Buffer>> = { object: new Map(), record: new Map() };
  const distinct = new Set(rules);
  for (const rule of distinct) {
    afterId.object.set(rule, Buffer.from(`,"rule":${JSON.stringify(rule)},"timestamp":"`));
    afterId.record.set(rule, Buffer.from(`,${csvField(rule)},`));
  }
  return {
    size: numbers.length,
    objects: () =>
      numbers.map((seq, row) => ({
        seq,
        detectionId: positions[row] ?? 0,
        rule: rules[row] ?? '',
        timestamp: new Date(times[row] ?? 0).toISOString(),
        ...catalogue.members(series[row] ?? 0),
      })),
    ...texts(found, presentation, (kind, row) => {
      writer.bytes(head[kind]);
      writer.integer(numbers[row] ?? 0);
      writer.bytes(afterSeq[kind]);
      writer.integer(positions[row] ?? 0);
      writer.bytes(afterId[kind].get(rules[row] ?? '') ?? none);
    }),
  };
}

/** `writeKey` writes what a row has before its time. */
function texts(
  { numbers, times, series }: FoundRows,
  { tails, writer }: Presentation,
  writeKey: (kind: RowKind, row: number) => void,
): Pick<LogRows<unknown>, 'json' | 'ndjson' | 'csv'> {
  const write = (format: RowFormat): Buffer => {
    writer.bytes(format.open);
    for (let row = 0; row < numbers.length; row++) {
      if (row > 0) writer.bytes(format.between);
      writeKey(format.row, row);
      writer.time(times[row] ?? 0);
      writer.bytes(tails.of(format.row, series[row] ?? 0));
    }
    writer.bytes(format.close);
    return writer.take();
  };
  // No rows are no lines.
  const lines = (format: RowFormat): Buffer => (numbers.length === 0 ? none : write(format));
  return {
    json: () => write(JSON_ROWS),
    ndjson: () => lines(NDJSON_ROWS),
    csv: () => lines(CSV_ROWS),
  };
}
