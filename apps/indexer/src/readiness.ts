import type { PartitionConsumerState } from '@intellisite/kafka';
import type { Readiness } from '@intellisite/service';
import type { Pipeline } from './pipeline.ts';
import type { Relay } from './relay.ts';

export interface IndexerParts {
  /** What the start still waits for. */
  waitingFor: readonly string[];
  databaseError: string | null;
  pipeline: ReturnType<Pipeline['state']>;
  kafka: PartitionConsumerState;
  relay: ReturnType<Relay['state']>;
}

/** What the checks say when nothing is amiss. */
const FINE = ['ok', 'active', 'standby'];

/** Postgres decides readiness; an absent Kafka is degraded, because what was indexed can be read. */
export function describeReadiness(parts: IndexerParts): Readiness {
  const { waitingFor, databaseError, pipeline, kafka, relay } = parts;
  const { haltedBy, lastError, owned } = pipeline;
  const checks = {
    database: databaseError ?? lastError ?? 'ok',
    ingest: haltedBy ?? 'ok',
    kafka: kafka.status === 'consuming' ? 'ok' : (kafka.lastError ?? 'connecting'),
    relay: relay.lastError ?? (relay.active ? 'active' : 'standby'),
    partitions: owned.join(',') || 'none',
  };
  if (waitingFor.length > 0) {
    const start = `waiting for ${waitingFor.join(' and ')}`;
    return { status: 'unavailable', checks: { ...checks, start } };
  }
  if (databaseError !== null || lastError !== null || haltedBy !== null) {
    return { status: 'unavailable', checks };
  }
  const degraded = kafka.status !== 'consuming' || relay.lastError !== null;
  return { status: degraded ? 'degraded' : 'ready', checks };
}

/** The checks that are not as they should be, for a person; null where all are. */
export function amissOf(checks: Readiness['checks']): string | null {
  const amiss = Object.entries(checks).filter(
    ([name, found]) => name !== 'partitions' && !FINE.includes(found),
  );
  return amiss.map(([name, found]) => `${name}: ${found}`).join('; ') || null;
}
