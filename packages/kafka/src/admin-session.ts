import type { Admin } from 'kafkajs';
import type { KafkaConnection } from './connection.ts';
import { withDeadline } from '@intellisite/service';
import { describeKafkaError } from './kafka-error.ts';

/** One admin connection that is made when it is needed and thrown away after an error. */
export interface AdminSession {
  /** Rejects within 15 s when Kafka does not answer; the next call connects anew. */
  run<T>(what: string, operation: (admin: Admin) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const ANSWER_MS = 15_000;
const CLOSE_MS = 2_000;

interface Connected {
  readonly admin: Promise<Admin>;
  close(): Promise<void>;
}

export function createAdminSession(kafka: KafkaConnection): AdminSession {
  let current: Connected | null = null;

  function connect(): Connected {
    const client = kafka.openClient();
    const admin = client.kafka.admin();
    return {
      admin: admin.connect().then(() => admin),
      async close() {
        await withDeadline(admin.disconnect(), CLOSE_MS, 'disconnecting').catch(() => undefined);
        client.destroy();
      },
    };
  }

  return {
    async run(what, operation) {
      const used = (current ??= connect());
      try {
        return await withDeadline(used.admin.then(operation), ANSWER_MS, what);
      } catch (error) {
        if (current === used) current = null;
        void used.close();
        throw new Error(`${what}: ${describeKafkaError(error)}`, { cause: error });
      }
    },
    async close() {
      const used = current;
      current = null;
      await used?.close();
    },
  };
}
