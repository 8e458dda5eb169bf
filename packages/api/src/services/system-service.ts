import type { System } from '@intellisite/contracts';
import { readSystemStatus, type Pool, type Snapshot } from '@intellisite/db';
import type { PartitionOffsets } from '@intellisite/kafka';
import type { AlertStreamsState } from '../stream/alert-streams.ts';

export interface SystemService {
  status(snapshot: Snapshot): Promise<System>;
}

export interface SystemServiceOptions {
  version: string;
  startedAt: Date;
  pool: Pool;
  detectionsTopic: string;
  /** The ends of a topic's partitions as Kafka has them; rejects while Kafka is away. */
  ends: (topic: string) => Promise<PartitionOffsets[]>;
  feed: () => Pick<AlertStreamsState, 'status'>;
  openStreams: () => number;
}

const FEED = {
  starting: 'degraded',
  live: 'ok',
  degraded: 'degraded',
  unavailable: 'unavailable',
} as const;

/** How the pipeline does: from Postgres what was indexed, from Kafka what waits. */
export function createSystemService(options: SystemServiceOptions): SystemService {
  const { version, startedAt, pool, detectionsTopic, ends, feed, openStreams } = options;
  return {
    async status(snapshot) {
      const [status, waiting] = await Promise.all([
        readSystemStatus(pool),
        ends(detectionsTopic).catch(() => null),
      ]);
      const highs = new Map(waiting?.map(({ partition, high }) => [partition, high]));
      return {
        version,
        startedAt: startedAt.toISOString(),
        epoch: snapshot.epoch,
        detections: snapshot.position,
        alerts: snapshot.alertSeq,
        quarantined: snapshot.quarantined,
        lostOffsets: status.lostOffsets,
        lastIndexedAt: status.lastIndexedAt?.toISOString() ?? null,
        parts: {
          database: 'ok',
          kafka: waiting ? 'ok' : 'unavailable',
          alertFeed: FEED[feed().status],
        },
        relay: { backlog: snapshot.alertSeq - snapshot.publishedSeq, owner: status.relayOwner },
        lag: status.partitions.map((partition) => {
          const seen =
            partition.topic === detectionsTopic ? (highs.get(partition.partition) ?? 0) : 0;
          // While Kafka is away: the end that the last batch saw.
          const endOffset = Math.max(seen, partition.highWatermark, partition.nextOffset);
          return {
            topic: partition.topic,
            partition: partition.partition,
            generation: partition.generation,
            nextOffset: partition.nextOffset,
            endOffset,
            messages: endOffset - partition.nextOffset,
            updatedAt: partition.updatedAt.toISOString(),
          };
        }),
        streams: openStreams(),
      };
    },
  };
}
