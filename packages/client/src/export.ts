import { joinValues } from '@intellisite/contracts';
import type { Calls, Detection } from './generated/calls.ts';
import { readBytes } from './http/byte-stream.ts';
import { parseAnswer } from './http/json.ts';
import { linkAbort } from './http/linked-abort.ts';
import type { Transport } from './http/transport.ts';
import { IntellisiteError } from './intellisite-error.ts';

/** Which detections, in which order (oldest first unless given). */
export type ExportQuery = Omit<Calls['detections']['list']['input'], 'skip' | 'limit'> & {
  signal?: AbortSignal | undefined;
};

export type ExportFormat = 'csv' | 'ndjson';

/** The bytes of an export, as the API makes them. The answer is whole, or the iteration throws. */
export async function* exportBytes(
  transport: Transport,
  { signal, ...query }: ExportQuery,
  format: ExportFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  const abort = linkAbort(signal, transport.closed);
  try {
    const response = await transport.open({
      method: 'GET',
      path: `/detections/export?${toQuery({ ...query, format })}`,
      signal: abort.signal,
      // Before its first byte it can be asked for again.
      repeatable: true,
    });
    yield* readBytes(response, { signal: abort.signal });
  } finally {
    abort.release();
    abort.abort(new DOMException('The iteration has ended.', 'AbortError'));
  }
}

/** The detections of an export, read from lines of JSON. */
export async function* exportRows(
  transport: Transport,
  query: ExportQuery,
): AsyncGenerator<Detection, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of exportBytes(transport, query, 'ndjson')) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parseAnswer(line) as Detection;
  }
  if (rest === '') return;
  throw new IntellisiteError('unexpected_answer', { message: 'The export ends within a line.' });
}

/** As REST writes it: several values of one member with commas. */
function toQuery(query: Record<string, string | number | readonly string[] | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, typeof value === 'object' ? joinValues(value) : String(value)]];
  });
  return new URLSearchParams(pairs).toString();
}
