/** A stream, and as whom it is asked for. */
export interface StreamAddress {
  url: string;
  token: string | null;
}

export interface StreamRequest {
  to: { host: string; port: number };
  /** What is sent, whole. */
  head: string;
}

/** The request of a client on a raw socket. With `after` it asks for the alerts after that number. */
export function streamRequest({ url, token }: StreamAddress, after?: number): StreamRequest {
  const { hostname, port, pathname, search } = new URL(url);
  const head = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Accept: text/event-stream',
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    ...(after === undefined ? [] : [`Last-Event-ID: ${String(after)}`]),
    '\r\n',
  ].join('\r\n');
  return { to: { host: hostname, port: Number(port) }, head };
}
