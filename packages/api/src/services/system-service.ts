import type { System } from '@intellisite/contracts';
import {
  listServices,
  readSystemStatus,
  type KnownService,
  type Pool,
  type Snapshot,
} from '@intellisite/db';
import type { PartitionOffsets } from '@intellisite/kafka';
import type { AlertStreamsState } from '../stream/alert-streams.ts';

export interface SystemService {
  status(snapshot: Snapshot): Promise<System>;
}

export interface SystemServiceOptions {
  version: string;
  startedAt: Date;
  pool: Pool;
  topics: System['topics'];
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
  const { version, startedAt, pool, topics, ends, feed, openStreams } = options;
  return {
    async status(snapshot) {
      const [status, services, waiting] = await Promise.all([
        readSystemStatus(pool),
        listServices(pool),
        ends(topics.detections).catch(() => null),
      ]);
      const highs = new Map(waiting?.map(({ partition, high }) => [partition, high]));
      return {
        version,
        startedAt: startedAt.toISOString(),
        topics,
        epoch: snapshot.epoch,
        detections: snapshot.position,
        alerts: snapshot.alertSeq,
        quarantined: snapshot.quarantined,
        lostOffsets: status.lostOffsets,
        lost: status.lostRanges.map(({ foundAt, ...range }) => ({
          ...range,
          foundAt: foundAt.toISOString(),
        })),
        lastIndexedAt: status.lastIndexedAt?.toISOString() ?? null,
        parts: {
          database: 'ok',
          kafka: waiting ? 'ok' : 'unavailable',
          alertFeed: FEED[feed().status],
        },
        database: { ...status.database, startedAt: status.database.startedAt.toISOString() },
        services: services.map(serviceOf),
        relay: { backlog: snapshot.alertSeq - snapshot.publishedSeq, owner: status.relayOwner },
        lag: status.partitions.map((partition) => {
          const seen =
            partition.topic === topics.detections ? (highs.get(partition.partition) ?? 0) : 0;
          // While Kafka is away: the end that the last batch saw.
          const endOffset = Math.max(seen, partition.highWatermark, partition.nextOffset);
          const messages = endOffset - partition.nextOffset;
          const owner = ownerOf(services, partition);
          return {
            topic: partition.topic,
            partition: partition.partition,
            generation: partition.generation,
            nextOffset: partition.nextOffset,
            endOffset,
            messages,
            behindSeconds: messages === 0 ? 0 : (owner?.behindSeconds ?? null),
            indexer: owner?.indexer ?? null,
            updatedAt: partition.updatedAt.toISOString(),
          };
        }),
        streams: openStreams(),
      };
    },
  };
}

function serviceOf({
  id,
  kind,
  version,
  startedAt,
  heartbeatAt,
  state,
  note,
  silent,
}: KnownService): System['services'][number] {
  return {
    id,
    kind,
    version,
    startedAt: startedAt.toISOString(),
    heartbeatAt: heartbeatAt.toISOString(),
    state: silent ? 'silent' : state,
    note: silent ? null : note,
  };
}

/** Who says to have the partition; whoever is silent says nothing. */
function ownerOf(
  services: readonly KnownService[],
  { topic, partition }: { topic: string; partition: number },
): { indexer: string; behindSeconds: number | null } | null {
  for (const { id, silent, partitions } of services) {
    const owned = partitions.find(
      (report) => report.topic === topic && report.partition === partition,
    );
    if (owned && !silent) return { indexer: id, behindSeconds: owned.behindSeconds };
  }
  return null;
}
