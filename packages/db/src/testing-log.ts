import { categoriesOf, type Vehicle } from '@intellisite/contracts';
import { createPool } from './connection.ts';
import { openCheckpoints } from './ingest/checkpoints.ts';
import { createAlertRows, createDetectionRows } from './ingest/copy-rows.ts';
import { createIngestWriter } from './ingest/ingest-writer.ts';
import type { QuarantinedMessage } from './ingest/ingest-batch.ts';
import { createPrisma } from './prisma.ts';
import { readActiveRules, setRule, SUSPICIOUS_VEHICLE_RULE } from './rules.ts';

export interface TestDetection extends Vehicle {
  source: string | null;
  /** ms since 1970 */
  timestamp: number;
}

/** Fills the logs of a test's database through the ingest transaction, as an indexer does. */
export interface TestLog {
  /** Writes them in one transaction; those in the category SUV raise an alert. */
  ingest(
    detections: readonly TestDetection[],
    quarantined?: readonly Pick<QuarantinedMessage, 'code' | 'reason' | 'value'>[],
  ): Promise<{ position: number; alertSeq: number }>;
  close(): Promise<void>;
}

const SUSPICIOUS = 'suv';

export function createTestLog(databaseUrl: string, topic: string): TestLog {
  const connection = { databaseUrl, applicationName: 'test' };
  const pool = createPool(connection);
  const prisma = createPrisma(connection);
  const writer = createIngestWriter({ databaseUrl, instance: 'test' });

  async function ingest(
    detections: readonly TestDetection[],
    quarantined: readonly Pick<QuarantinedMessage, 'code' | 'reason' | 'value'>[] = [],
  ): Promise<{ position: number; alertSeq: number }> {
    const checkpoints = await openCheckpoints(
      pool,
      topic,
      { clusterId: 'cluster', topicId: null },
      new Map([[0, 0]]),
    );
    await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, { kind: 'category', categories: [SUSPICIOUS] });
    const { revision, rules } = await readActiveRules(prisma);
    const checkpoint = checkpoints.get(0);
    const [rule] = rules;
    if (!checkpoint || !rule) throw new Error('The database has no checkpoint or no rule.');
    const rows = createDetectionRows(Math.max(1, detections.length));
    const alerts = createAlertRows(Math.max(1, detections.length));
    const series = new Map<
      string,
      { key: { vehicle: Vehicle; source: string | null }; rows: number[] }
    >();
    for (const [index, { source, timestamp, ...vehicle }] of detections.entries()) {
      rows.add(0, timestamp);
      if (categoriesOf(vehicle.category).includes(SUSPICIOUS))
        alerts.add(index, rule.ruleVersionId);
      const name = JSON.stringify([vehicle, source]);
      const entry = series.get(name) ?? { key: { vehicle, source }, rows: [] };
      entry.rows.push(index);
      series.set(name, entry);
    }
    const first = checkpoint.nextOffset;
    const nextOffset = first + detections.length + quarantined.length;
    const { generation } = checkpoint;
    const { position, alertSeq } = await writer.write({
      topic,
      advances: [
        {
          partition: 0,
          generation,
          expectedOffset: first,
          nextOffset,
          highWatermark: nextOffset,
          leaderEpoch: null,
          first: null,
          last: null,
          gaps: [],
        },
      ],
      detections: rows,
      alerts,
      unresolved: [...series.values()],
      quarantined: quarantined.map((message, index) => ({
        ...message,
        partition: 0,
        generation,
        offset: first + detections.length + index,
        recordedAt: Date.UTC(2026, 0, 1),
      })),
      rulesRevision: revision,
    });
    return { position, alertSeq };
  }

  return {
    ingest,
    async close() {
      await Promise.all([writer.close(), pool.end(), prisma.$disconnect()]);
    },
  };
}
