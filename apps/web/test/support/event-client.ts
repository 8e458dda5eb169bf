import { request, type IncomingHttpHeaders } from 'node:http';

export interface Events {
  status: number;
  headers: IncomingHttpHeaders;
  /** Everything that has come. */
  text: () => string;
  /** Ids of the alerts that have come whole. */
  ids: () => string[];
  /** What has come whole, but for comments and the jittered delay. */
  events: () => string[];
  close: () => void;
  ended: Promise<void>;
}

export interface EventsOptions {
  lastEventId?: number;
  acceptEncoding?: string;
}

/** Opens the stream of alerts as a plain http client does; resolves with the headers. */
export function openEvents(
  url: string,
  token: string,
  { lastEventId, acceptEncoding }: EventsOptions = {},
): Promise<Events> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/api/v1/alerts/stream`, {
      agent: false,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
      },
    });
    asking.on('error', reject);
    asking.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('error', () => undefined);
      const ended = new Promise<void>((closed) => response.on('close', closed));
      const whole = (): string => text.slice(0, text.lastIndexOf('\n\n') + 1);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        ids: () => [...whole().matchAll(/^id: (\d+)\nevent: alert$/gm)].map(([, id]) => id ?? ''),
        events: () =>
          whole()
            .split('\n\n')
            .map((event) => event.replaceAll(/^(retry|):.*\n?/gm, ''))
            .filter((event) => event.trim() !== ''),
        close: () => asking.destroy(),
        ended,
      });
    });
    asking.end();
  });
}
