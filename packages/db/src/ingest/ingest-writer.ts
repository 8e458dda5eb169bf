import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createBlockWriter } from '../blocks/block-writer.ts';
import { createSeriesGroups } from '../blocks/series-groups.ts';
import {
  createClient,
  createPool,
  endOnSilence,
  limitSilence,
  SILENCE_MS,
  socketOf,
  type ConnectionOptions,
} from '../connection.ts';
import { lockCheckpoints, moveCheckpoints } from './checkpoints.ts';
import { COPY_ALERTS, COPY_DETECTIONS } from './copy-rows.ts';
import {
  RulesChangedError,
  StoreChangedError,
  type IngestBatch,
  type IngestResult,
} from './ingest-batch.ts';
import { withLockBreaker, type BrokenLock } from './lock-breaker.ts';
import { insertQuarantined } from './quarantine-rows.ts';
import { resolveSeries } from './series-resolver.ts';

/** Channel on which a transaction that raised alerts says so, for relays in other processes. */
export const ALERTS_CHANNEL = 'intellisite_alerts';

export interface IngestWriterOptions extends Pick<ConnectionOptions, 'databaseUrl' | 'silenceMs'> {
  /** Names this process in pg_stat_activity. */
  instance: string;
  /** The sessions of frozen indexers that had to be ended to go on. */
  onLocksBroken?: (locks: BrokenLock[]) => void;
}

export interface IngestWriter {
  /**
   * The ingest transaction: all of the batch, or nothing of it.
   *
   * Throws `FencedError`, `RulesChangedError` or `StoreChangedError` when nothing was written. After
   * any other error the outcome may be unknown: read the checkpoints again before going on.
   * One call at a time.
   */
  write(batch: IngestBatch): Promise<IngestResult>;
  close(): Promise<void>;
}

interface StoreRow {
  epoch: string;
  position: number;
  alert_seq: number;
  rules_revision: number;
}

export function createIngestWriter(options: IngestWriterOptions): IngestWriter {
  const { databaseUrl, silenceMs = SILENCE_MS } = options;
  const connection = { databaseUrl, applicationName: `intellisite-indexer ${options.instance}` };
  // The breaker's own way in: the writer's connection is the one that waits.
  const pool = createPool({ ...connection, applicationName: 'intellisite-lock-breaker' }, 1);
  const groups = createSeriesGroups();
  const blocks = {
    detections: createBlockWriter('detections', groups),
    alerts: createBlockWriter('alerts', groups),
  };
  let session: Session | null = null;
  let epoch: string | null = null;

  async function openSession(): Promise<Session> {
    const client = createClient(connection);
    const opened: Session = { client, pid: 0 };
    client.on('error', () => {
      // The query under way is rejected as well; here the connection is only put away.
      if (session === opened) session = null;
    });
    await client.connect();
    endOnSilence(client);
    // Whatever the server's default: a commit that is acknowledged is on disk.
    await client.query('SET synchronous_commit = on');
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    opened.pid = rows[0]?.pid ?? 0;
    return opened;
  }

  /** After a failure: nothing that the transaction put into memory may stay, nor its connection. */
  function abandon(): void {
    blocks.detections.reset();
    blocks.alerts.reset();
    groups.reset();
    // Not ended: that would wait for a server that may be gone. Postgres ends what is open by itself.
    if (session) socketOf(session.client).destroy();
    session = null;
  }

  async function lockHeads(client: pg.ClientBase, batch: IngestBatch): Promise<StoreRow> {
    await lockCheckpoints(client, batch.topic, batch.advances);
    const { rows } = await client.query<StoreRow>(
      'SELECT epoch, position, alert_seq, rules_revision FROM store FOR UPDATE',
    );
    const store = rows[0];
    if (!store) throw new Error('The store has no row: was the database migrated?');
    epoch ??= store.epoch;
    if (store.epoch !== epoch) {
      epoch = store.epoch;
      throw new StoreChangedError('the database was restored or reset');
    }
    if (store.rules_revision !== batch.rulesRevision) {
      throw new RulesChangedError('the rules changed since the batch was matched');
    }
    return store;
  }

  async function writeRows(
    client: pg.ClientBase,
    store: StoreRow,
    batch: IngestBatch,
  ): Promise<IngestResult> {
    const { detections, alerts, quarantined, unresolved } = batch;
    const ingestedAt = Date.now();
    const seriesIds =
      unresolved.length === 0
        ? []
        : await resolveSeries(
            client,
            unresolved.map(({ key }) => key),
          );
    unresolved.forEach(({ rows }, index) => {
      for (const row of rows) detections.setSeries(row, seriesIds[index] ?? 0);
    });
    detections.stamp(store.position + 1, ingestedAt);
    alerts.stamp(store.alert_seq + 1, store.position + 1, detections);
    if (detections.count > 0) await copy(client, COPY_DETECTIONS, detections.bytes());
    if (alerts.count > 0) await copy(client, COPY_ALERTS, alerts.bytes());
    await blocks.detections.append(client, store.position + 1, detections);
    await blocks.alerts.append(client, store.alert_seq + 1, alerts);
    if (quarantined.length > 0) {
      await insertQuarantined(client, batch.topic, quarantined, ingestedAt);
    }
    await moveCheckpoints(client, batch.topic, batch.advances);
    const position = store.position + detections.count;
    const alertSeq = store.alert_seq + alerts.count;
    await client.query(
      `WITH moved AS (
         UPDATE store SET position = $1, alert_seq = $2, quarantined = quarantined + $3)
       SELECT pg_notify($4, '') WHERE $5`,
      [position, alertSeq, quarantined.length, ALERTS_CHANNEL, alerts.count > 0],
    );
    return { seriesIds, position, alertSeq };
  }

  return {
    async write(batch) {
      try {
        session ??= await openSession();
        const { client, pid } = session;
        limitSilence(client, silenceMs);
        await client.query('BEGIN');
        const store = await withLockBreaker(
          pool,
          pid,
          (locks) => options.onLocksBroken?.(locks),
          () => lockHeads(client, batch),
        );
        const result = await writeRows(client, store, batch);
        await client.query('COMMIT');
        limitSilence(client, null);
        return result;
      } catch (error) {
        abandon();
        throw error;
      }
    },
    async close() {
      abandon();
      await pool.end();
    },
  };
}

interface Session {
  client: pg.Client;
  pid: number;
}

/** Sends a finished COPY stream and waits for its acknowledgement. */
function copy(client: pg.ClientBase, statement: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(statement));
    stream.on('error', reject);
    stream.on('finish', resolve);
    stream.end(bytes);
  });
}
