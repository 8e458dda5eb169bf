import type { EventSink } from './event-sink.ts';

/** An event stream: it is handed the connection once the headers are sent. */
export interface EventStreamBody {
  open(sink: EventSink): void;
}

export type ApiBody =
  string | Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | EventStreamBody | null;

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
