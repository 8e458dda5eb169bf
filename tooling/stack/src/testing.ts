import type { ProxiedListener } from './kafka/broker-config.ts';
import { startLocalKafka, type LocalKafka } from './kafka/local-kafka.ts';
import { findFreePort } from './ports.ts';
import {
  startLocalPostgres,
  type LocalPostgres,
  type LocalPostgresOptions,
} from './postgres/local-postgres.ts';
import { startTestReplica } from './postgres/test-replica.ts';
import { inTemporaryFolder } from './temporary-server.ts';

export { findFreePort, startTestReplica };
export type { ProxiedListener };

export interface TestStackOptions {
  /** Told once for each thing that takes time, in words for a person. */
  onProgress?: (message: string) => void;
  /**
   * Whether Postgres syncs to the disk, as a real one does: for benchmarks. Without it, commits that were
   * acknowledged still survive a SIGKILL of Postgres, which is all that tests cause.
   */
  fsync?: boolean;
  /** For clients of Kafka that come through a proxy. */
  proxied?: readonly ProxiedListener[];
  /** The folder below which each stores, the system's for temporary files unless given. */
  folders?: { postgres?: string | undefined; kafka?: string | undefined };
  /** For a Postgres of which backups are taken: see `LocalPostgresOptions`. */
  postgres?: Pick<LocalPostgresOptions, 'programs' | 'replication'>;
}

export interface TestStack {
  /** On database `postgres`, with a role that is no superuser and may create databases. */
  readonly postgresUrl: string;
  readonly brokers: string[];
  readonly postgres: LocalPostgres;
  readonly kafka: LocalKafka;
  /** Ends both and removes what they stored. */
  stop(): Promise<void>;
}

export type TestPostgres = LocalPostgres;
export type TestKafka = LocalKafka;

/**
 * A Postgres and a Kafka of one's own, on free ports, in a temporary folder that is removed at the end; also when
 * this process is killed.
 */
export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const starting = [startTestPostgres(options), startTestKafka(options)] as const;
  let parts: [TestPostgres, TestKafka];
  try {
    parts = await Promise.all(starting);
  } catch (error) {
    for (const part of await Promise.allSettled(starting)) {
      if (part.status === 'fulfilled') await part.value.stop();
    }
    throw error;
  }
  const [postgres, kafka] = parts;
  return {
    postgresUrl: postgres.postgresUrl,
    brokers: kafka.brokers,
    postgres,
    kafka,
    stop: async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
    },
  };
}

/** A Postgres of one's own to kill and restart; `stop()` removes what it stored. */
export async function startTestPostgres({
  onProgress = () => undefined,
  fsync = false,
  folders = {},
  postgres = {},
}: TestStackOptions = {}): Promise<TestPostgres> {
  return inTemporaryFolder(
    'postgres',
    (dataDir, port) =>
      startLocalPostgres({
        dataDir,
        port,
        onProgress,
        fsync,
        ...postgres,
        createDatabases: true,
        removedWithUs: true,
      }),
    folders.postgres,
  );
}

/** A Kafka broker of one's own to kill and restart; `stop()` removes what it stored. */
export async function startTestKafka({
  onProgress = () => undefined,
  proxied = [],
  folders = {},
}: TestStackOptions = {}): Promise<TestKafka> {
  return inTemporaryFolder(
    'kafka',
    (dataDir, port) => startLocalKafka({ dataDir, port, onProgress, proxied, removedWithUs: true }),
    folders.kafka,
  );
}
