import type { Engine } from './engine.ts';
import { until } from './until.ts';

export const DETECTIONS_TOPIC = 'intellisite.detections';
const READY_WITHIN_SECONDS = 180;

/** What is in the pipeline, counted where it is kept. */
export interface Counts {
  /** Messages that Kafka has. */
  sent: number;
  detections: number;
  quarantined: number;
  /** The highest position: equal to `detections` when there is no hole. */
  position: number;
  alerts: number;
  alertSeq: number;
  /** Detections in the suspicious category without exactly one alert, or other ones with one. */
  wrongAlerts: number;
}

/** A running system, looked at from outside: by its port, and by the tools in its containers. */
export interface Installation {
  readonly url: string;
  waitUntilReady(services: readonly string[]): Promise<void>;
  logIn(): Promise<string>;
  get<T>(path: string, token: string): Promise<T>;
  counts(): Promise<Counts>;
  /** Waits until every message that Kafka has is indexed or set aside. */
  untilIndexed(seconds: number): Promise<Counts>;
}

const COUNTS = `
  SELECT json_build_object(
    'detections', (SELECT count(*) FROM detections),
    'quarantined', (SELECT count(*) FROM quarantine),
    'position', (SELECT coalesce(max(position), 0) FROM detections),
    'alerts', (SELECT count(*) FROM alerts),
    'alertSeq', (SELECT coalesce(max(seq), 0) FROM alerts),
    'wrongAlerts', (
      SELECT count(*) FROM (
        SELECT d.position,
               EXISTS (SELECT FROM series s
                         JOIN vehicles v ON v.id = s.vehicle_id
                        CROSS JOIN unnest(string_to_array(v.category, ',')) AS named
                        WHERE s.id = d.series_id AND lower(trim(named)) = 'suv')::int AS due,
               (SELECT count(*) FROM alerts a WHERE a.position = d.position) AS raised
          FROM detections d) AS each WHERE due <> raised))`;

/** @param files the Compose files that name the services; none: compose.yaml */
export function createInstallation(
  engine: Engine,
  url: string,
  files: { kafka: readonly string[]; indexer: readonly string[]; api: readonly string[] },
): Installation {
  async function countMessages(): Promise<number> {
    const text = await engine.compose([
      ...files.kafka,
      ...['exec', '-T', 'broker', 'kafka-get-offsets'],
      ...['--bootstrap-server', 'localhost:9092', '--topic', DETECTIONS_TOPIC],
    ]);
    const ends = [...text.matchAll(/^[^:]+:\d+:(\d+)$/gm)].map(([, end]) => Number(end));
    if (ends.length === 0) throw new Error(`kafka-get-offsets said: ${text}`);
    return ends.reduce((sum, end) => sum + end, 0);
  }

  async function counts(): Promise<Counts> {
    // First what was sent: what comes between the two questions must not look lost.
    const sent = await countMessages();
    const text = await engine.compose([
      ...files.indexer,
      ...['exec', '-T', 'database', 'psql', '-U', 'postgres', '-d', 'intellisite'],
      ...['-X', '-A', '-t', '-c', COUNTS],
    ]);
    return { sent, ...(JSON.parse(text) as Omit<Counts, 'sent'>) };
  }

  return {
    url,
    counts,
    waitUntilReady: (services) =>
      until(`${services.join(', ')} are healthy`, READY_WITHIN_SECONDS, async () => {
        for (const service of services) {
          const state = await engine.docker([
            ...['ps', '--filter', 'label=com.docker.compose.project=intellisite'],
            ...['--filter', `label=com.docker.compose.service=${service}`],
            ...['--format', '{{.Status}}'],
          ]);
          if (!state.includes('(healthy)')) throw new Error(`${service}: ${state || 'not there'}`);
        }
        return true;
      }).then(() => undefined),
    async logIn() {
      const password = await engine.compose([
        ...files.api,
        ...['exec', '-T', 'api', 'cat', '/var/lib/intellisite/admin-password'],
      ]);
      const response = await fetch(`${url}/login`, {
        method: 'POST',
        body: new URLSearchParams({ username: 'admin', password: password.trim() }),
      });
      if (!response.ok) throw new Error(`login: ${response.status} ${await response.text()}`);
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async get<T>(path: string, token: string) {
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    untilIndexed: (seconds) =>
      until('everything is indexed', seconds, async () => {
        const now = await counts();
        if (now.detections + now.quarantined === now.sent) return now;
        throw new Error(JSON.stringify(now));
      }),
  };
}
