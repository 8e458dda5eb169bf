import { Counter, createRegistry, Gauge, Histogram, type Registry } from '@intellisite/service';

export interface ApiMetrics {
  registry: Registry;
  /** @param route of the API's own table, never what the client sent: labels are bounded */
  answered: (route: string, method: string, status: number, seconds: number) => void;
}

export interface StreamFigures {
  open: number;
  eventsSent: number;
  stalled: number;
  /** Alerts that the database has and the streams do not. */
  behind: number;
}

export function createApiMetrics(streams: () => StreamFigures): ApiMetrics {
  const registry = createRegistry('api');
  const registers = [registry];
  const seconds = new Histogram({
    name: 'intellisite_http_request_seconds',
    help: 'Time to answer, to the end of the headers for streams and exports',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const gauge = (name: string, help: string, read: (figures: StreamFigures) => number): void => {
    new Gauge({
      name: `intellisite_${name}`,
      help,
      registers,
      collect() {
        this.set(read(streams()));
      },
    });
  };
  const counter = (name: string, help: string, read: (figures: StreamFigures) => number): void => {
    new Counter({
      name: `intellisite_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read(streams()));
      },
    });
  };
  gauge('streams_open', 'Alert streams that are open', ({ open }) => open);
  gauge(
    'stream_feed_behind',
    'Alerts that are committed and not yet in the feed',
    ({ behind }) => behind,
  );
  counter(
    'stream_events_sent_total',
    'Alerts sent, over all streams',
    ({ eventsSent }) => eventsSent,
  );
  counter(
    'stream_clients_dropped_total',
    'Streams ended because their client took nothing',
    ({ stalled }) => stalled,
  );
  return {
    registry,
    answered(route, method, status, duration) {
      seconds.observe({ route, method, status }, duration);
    },
  };
}
