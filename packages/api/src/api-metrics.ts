import type { ReplicaState } from '@intellisite/db';
import { Counter, createRegistry, Gauge, Histogram, type Registry } from '@intellisite/service';
import type { GateLoad } from './http/fair-gate.ts';
import type { GatedKind } from './http/request-gates.ts';
import { ENDS_OF_ROWS, type EndOfRows } from './http/tell-end-of-rows.ts';

export interface ApiMetrics {
  registry: Registry;
  /** @param route of the API's own table, never what the client sent: labels are bounded */
  answered: (route: string, method: string, status: number, seconds: number) => void;
  exported: (end: EndOfRows) => void;
}

export interface StreamFigures {
  open: number;
  eventsSent: number;
  stalled: number;
  /** Alerts that the database has and the streams do not. */
  behind: number;
}

export interface MetricsSources {
  streams: () => StreamFigures;
  gates: () => Record<GatedKind, GateLoad>;
  /** Null: there is none. */
  replica: (() => ReplicaState) | null;
}

export function createApiMetrics({ streams, gates, replica }: MetricsSources): ApiMetrics {
  const registry = createRegistry('api');
  const registers = [registry];
  const seconds = new Histogram({
    name: 'intellisite_http_request_seconds',
    help: 'Time to answer, to the end of the headers for streams and exports',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const exports = new Counter({
    name: 'intellisite_exports_total',
    help: 'Exports that have ended: whole, failed, stalled (the client took nothing) or left (by the client)',
    labelNames: ['end'],
    registers,
  });
  // From the first on, Prometheus sees what they grow by.
  for (const end of ENDS_OF_ROWS) exports.inc({ end }, 0);
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
  new Gauge({
    name: 'intellisite_requests_waiting',
    help: 'Requests that wait for the turn of their address',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, { waiting }] of Object.entries(gates())) this.set({ kind }, waiting);
    },
  });
  new Counter({
    name: 'intellisite_requests_refused_total',
    help: 'Requests refused because too many of their address were waiting',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const [kind, { refused }] of Object.entries(gates())) this.inc({ kind }, refused);
    },
  });
  if (replica) addReplica(registry, replica);
  return {
    registry,
    answered(route, method, status, duration) {
      seconds.observe({ route, method, status }, duration);
    },
    exported(end) {
      exports.inc({ end });
    },
  };
}

function addReplica(registry: Registry, state: () => ReplicaState): void {
  const registers = [registry];
  new Gauge({
    name: 'intellisite_replica_up',
    help: 'Whether the replica answers (1); the primary does in its place (0)',
    registers,
    collect() {
      this.set(state().away === null ? 1 : 0);
    },
  });
  new Gauge({
    name: 'intellisite_replica_behind_seconds',
    help: 'Since the primary committed what the replica applied last',
    registers,
    collect() {
      this.set(state().behindSeconds);
    },
  });
  new Counter({
    name: 'intellisite_log_questions_total',
    help: 'Questions about detections and alerts that memory did not answer, by who did',
    labelNames: ['server'],
    registers,
    collect() {
      const { answered, passedOn } = state();
      this.reset();
      this.inc({ server: 'replica' }, answered);
      this.inc({ server: 'primary' }, passedOn);
    },
  });
}
