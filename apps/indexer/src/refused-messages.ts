/** SQLSTATE classes of errors that lie in the data: repeating the same rows repeats the error. */
const DATA_ERROR = /^(22|23|54)/;

/** Why a message goes to quarantine although it could be read. */
export interface Refusal {
  code: string;
  reason: string;
}

export interface MessageId {
  partition: number;
  offset: number;
}

export interface RefusedMessages {
  /** Most messages in the next transaction: smaller while the one that is refused is looked for. */
  readonly batchSize: number;
  /** A transaction of these messages failed; answers whether the error lies in their data. */
  failed(error: unknown, batch: { messages: number; first: MessageId | null }): boolean;
  succeeded(): void;
  /** `offset` as Kafka's client gives it: this is asked for every message. */
  find(partition: number, offset: string): Refusal | undefined;
}

/**
 * Keeps a message that Postgres refuses, though the decoder accepted it, from blocking its partition:
 * transactions are halved until the message stands alone, and then it goes to quarantine.
 */
export function createRefusedMessages(fullBatchSize: number): RefusedMessages {
  const refused = new Map<string, Refusal>();
  let batchSize = fullBatchSize;
  return {
    get batchSize() {
      return batchSize;
    },
    failed(error, { messages, first }) {
      const code = sqlStateOf(error);
      if (code === null || !DATA_ERROR.test(code)) return false;
      if (first && messages === 1) {
        refused.set(keyOf(first.partition, String(first.offset)), {
          code: 'database_refused',
          reason: `The database refused this message (SQLSTATE ${code}).`,
        });
        return true;
      }
      batchSize = Math.max(1, Math.floor(messages / 2));
      return true;
    },
    succeeded() {
      batchSize = Math.min(fullBatchSize, batchSize * 2);
    },
    find: (partition, offset) =>
      refused.size === 0 ? undefined : refused.get(keyOf(partition, offset)),
  };
}

function keyOf(partition: number, offset: string): string {
  return `${String(partition)}:${offset}`;
}

function sqlStateOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
