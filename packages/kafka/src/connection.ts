import { createConnection, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Logger } from '@intellisite/service';
import { Kafka, type ISocketFactory, type SASLOptions } from 'kafkajs';
import { registerCodecs } from './codecs/register-codecs.ts';
import { createLogCreator, kafkajsLogLevel } from './kafkajs-log.ts';

export interface KafkaOptions {
  /** `host:port` of one or more brokers; the others are learned from them. */
  brokers: string[];
  /** Names this process in the broker's logs and metrics. */
  clientId: string;
  ssl?: boolean;
  sasl?: SASLOptions;
  logger: Logger;
}

/** A kafkajs client whose sockets can be ended whatever state they are in. */
export interface KafkaClient {
  readonly kafka: Kafka;
  /** Ends every socket at once; requests that wait for an answer reject. No new socket connects. */
  destroy(): void;
}

/** Where Kafka is and how to log in. Nothing connects until a client is used. */
export interface KafkaConnection {
  readonly logger: Logger;
  /** One client for each producer, consumer attempt and admin, so that one can be given up alone. */
  openClient(): KafkaClient;
}

/** How long to wait for a TCP connection and for an answer, in ms. */
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;

/**
 * Few and quick: a retry inside kafkajs cannot be ended from outside and says nothing to anyone.
 * The owner of each client tries again for as long as it has to, with a new client.
 */
const RETRY = {
  initialRetryTime: 100,
  retries: 2,
  maxRetryTime: 1_000,
  factor: 0.2,
  multiplier: 2,
};

export function createKafka(options: KafkaOptions): KafkaConnection {
  const { brokers, clientId, ssl = false, sasl, logger } = options;
  registerCodecs();
  return {
    logger,
    openClient() {
      const sockets = createSockets();
      const kafka = new Kafka({
        brokers,
        clientId,
        ssl,
        ...(sasl ? { sasl } : {}),
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        authenticationTimeout: REQUEST_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        retry: RETRY,
        socketFactory: sockets.open,
        logLevel: kafkajsLogLevel(logger),
        logCreator: createLogCreator(logger),
      });
      return { kafka, destroy: sockets.destroy };
    },
  };
}

/**
 * kafkajs waits for pending requests when it disconnects, so a broker that has stopped to answer
 * could hold it for ever: here its sockets are known and can be ended.
 */
function createSockets(): { open: ISocketFactory; destroy: () => void } {
  const open = new Set<Socket>();
  let destroyed = false;
  return {
    open({ host, port, ssl, onConnect }) {
      const socket = destroyed ? new Socket() : connect(host, port, ssl, onConnect);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      socket.setNoDelay(true);
      if (destroyed) end(socket);
      return socket;
    },
    destroy() {
      destroyed = true;
      for (const socket of open) end(socket);
    },
  };
}

function connect(
  host: string,
  port: number,
  ssl: Parameters<ISocketFactory>[0]['ssl'] | undefined,
  onConnect: () => void,
): Socket {
  // The types promise an object; kafkajs passes on what it was given, which may be true or false.
  if (!ssl) return createConnection({ host, port }, onConnect);
  return connectTls({ host, port, servername: host, ...ssl }, onConnect);
}

/** kafkajs rejects the requests of a socket on `error` alone, and listens only after this returns. */
function end(socket: Socket): void {
  setImmediate(() => socket.destroy(new Error('the client was closed')));
}
