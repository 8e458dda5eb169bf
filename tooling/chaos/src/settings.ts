import { randomBytes } from 'node:crypto';
import type { Network } from './network/network.ts';
import { SUSPICIOUS_CATEGORY } from './traffic/message-stream.ts';

export interface RoundSettings {
  indexer: Record<string, string>;
  web: Record<string, string>;
  /** Where the web servers are reached, and by whom. */
  url: string;
  admin: { username: string; password: string };
}

export interface RoundPlaces {
  network: Network;
  databaseUrl: string;
  /** Of the replica; null: there is none. */
  replicaPort: number | null;
  detectionsTopic: string;
  alertsTopic: string;
  folder: string;
}

/** The settings of the services of a round: they reach everything over the network that can fail. */
export function settingsOf(places: RoundPlaces): RoundSettings {
  const { network, databaseUrl, replicaPort, detectionsTopic, alertsTopic, folder } = places;
  const url = `http://127.0.0.1:${String(network.clientToWeb.port)}`;
  const admin = { username: 'admin', password: `chaos ${randomBytes(12).toString('base64url')}` };
  const common = {
    NODE_ENV: 'production',
    DETECTIONS_TOPIC: detectionsTopic,
    ALERTS_TOPIC: alertsTopic,
  };
  return {
    url,
    admin,
    indexer: {
      ...common,
      DATABASE_URL: atPort(databaseUrl, network.indexerToPostgres.port),
      KAFKA_BROKERS: `127.0.0.1:${String(network.indexerToKafka.port)}`,
      CONSUMER_GROUP: detectionsTopic,
      METRICS_PORT: '0',
      SUSPICIOUS_VEHICLE: SUSPICIOUS_CATEGORY,
    },
    web: {
      ...common,
      DATABASE_URL: atPort(databaseUrl, network.webToPostgres.port),
      ...(replicaPort !== null && { READ_DATABASE_URL: atPort(databaseUrl, replicaPort) }),
      KAFKA_BROKERS: `127.0.0.1:${String(network.webToKafka.port)}`,
      PORT: '0',
      PUBLIC_URL: url,
      AUTH_SECRET: randomBytes(48).toString('base64'),
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      DATA_DIR: folder,
    },
  };
}

function atPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}
