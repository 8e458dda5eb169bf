import type pg from 'pg';
import type { QuarantinedMessage } from './ingest-batch.ts';

/** A record's own time can be anything; only one that a timestamptz can hold is kept. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** Inserts the messages with their raw bytes; to be called inside the ingest transaction. */
export async function insertQuarantined(
  client: pg.ClientBase,
  topic: string,
  messages: readonly QuarantinedMessage[],
  ingestedAt: number,
): Promise<void> {
  await client.query(
    `INSERT INTO quarantine
       (topic, generation, partition, "offset", code, reason, value, recorded_at, ingested_at)
     SELECT $1, q.generation, q.partition, q."offset", q.code, q.reason, q.value, q.recorded_at, $9
       FROM unnest($2::int[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::timestamptz[])
            AS q (generation, partition, "offset", code, reason, value, recorded_at)`,
    [
      topic,
      messages.map(({ generation }) => generation),
      messages.map(({ partition }) => partition),
      messages.map(({ offset }) => offset),
      messages.map(({ code }) => code),
      messages.map(({ reason }) => reason),
      messages.map(({ value }) => value),
      messages.map(({ recordedAt }) => storableTime(recordedAt)),
      new Date(ingestedAt),
    ],
  );
}

function storableTime(ms: number | null): Date | null {
  return ms !== null && ms >= 0 && ms <= LATEST_MS ? new Date(ms) : null;
}
