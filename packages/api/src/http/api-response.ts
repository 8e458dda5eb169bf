import type { EventSink } from './event-sink.ts';

/** An event stream: it is handed the connection once the headers are sent. */
export interface EventStreamBody {
  open(sink: EventSink): void;
}

/** Rows that are made while they are sent. */
export type Rows = AsyncIterable<Uint8Array>;

export type ApiBody = string | Uint8Array<ArrayBuffer> | Rows | EventStreamBody | null;

/** An answer as the API gives it; see {@link ApiRequest} for why it is no `Response`. */
export interface ApiResponse {
  status: number;
  /** Names in the usual spelling. */
  headers: Record<string, string>;
  body: ApiBody;
}

export function isEventStream(body: ApiBody): body is EventStreamBody {
  return typeof body === 'object' && body !== null && 'open' in body;
}

export function isRows(body: ApiBody): body is Rows {
  return (
    typeof body === 'object' &&
    body !== null &&
    !(body instanceof Uint8Array) &&
    !isEventStream(body)
  );
}
