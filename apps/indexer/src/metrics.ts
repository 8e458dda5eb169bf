import type { RetentionResult } from '@intellisite/db';
import { Counter, createRegistry, Gauge, Histogram, type Registry } from '@intellisite/service';
import type { Written } from './written.ts';

export interface IndexerMetrics {
  registry: Registry;
  written(written: Written): void;
  fenced(): void;
  /** A range of offsets that was lost with its topic or its tail, beside those of transactions. */
  lost(): void;
  locksBroken(count: number): void;
  published(alerts: number): void;
  relayBacklog(alerts: number): void;
  retained(result: RetentionResult): void;
  /** The partitions that this indexer owns, and how far behind each is. */
  lag(partitions: readonly { partition: number; messages: number; seconds: number }[]): void;
}

export function createMetrics(): IndexerMetrics {
  const registry = createRegistry('indexer');
  const registers = [registry];
  const counter = (name: string, help: string): Counter =>
    new Counter({ name: `intellisite_${name}`, help, registers });
  const indexed = counter('detections_indexed_total', 'Detections committed by this indexer');
  const alerts = counter('alerts_raised_total', 'Alerts committed by this indexer');
  const quarantined = counter('quarantined_total', 'Messages set aside by this indexer');
  const gaps = counter('offset_gaps_total', 'Ranges of offsets that Kafka no longer had');
  const fenced = counter('fenced_writes_total', 'Transactions refused: another owner was faster');
  const broken = counter('broken_locks_total', 'Sessions of frozen indexers that were ended');
  const published = counter('alerts_published_total', 'Alerts that Kafka acknowledged');
  const deleted = counter('detections_deleted_total', 'Detections deleted because of their age');
  const retainedAt = new Gauge({
    name: 'intellisite_retention_last_success_timestamp_seconds',
    help: 'When this indexer last deleted what is kept no longer',
    registers,
  });
  const backlog = new Gauge({
    name: 'intellisite_relay_backlog',
    help: 'Alerts in the outbox that Kafka has not acknowledged, of all indexers',
    registers,
  });
  const lagMessages = new Gauge({
    name: 'intellisite_lag_messages',
    help: 'Messages between the checkpoint and the end of the partition',
    labelNames: ['partition'],
    registers,
  });
  const lagSeconds = new Gauge({
    name: 'intellisite_lag_seconds',
    help: 'Age of the newest indexed message while others wait behind it, in seconds',
    labelNames: ['partition'],
    registers,
  });
  const batchSize = new Histogram({
    name: 'intellisite_batch_messages',
    help: 'Messages in a transaction',
    buckets: [1, 10, 100, 1_000, 5_000, 10_000, 20_000],
    registers,
  });
  const duration = new Histogram({
    name: 'intellisite_batch_seconds',
    help: 'Duration of a transaction, from BEGIN to the acknowledged COMMIT',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });

  return {
    registry,
    written(written) {
      indexed.inc(written.detections);
      alerts.inc(written.alerts);
      quarantined.inc(written.quarantined);
      gaps.inc(written.gaps);
      batchSize.observe(written.detections + written.quarantined);
      duration.observe(written.seconds);
    },
    fenced() {
      fenced.inc();
    },
    lost() {
      gaps.inc();
    },
    locksBroken(count) {
      broken.inc(count);
    },
    published(count) {
      published.inc(count);
    },
    relayBacklog(count) {
      backlog.set(count);
    },
    retained(result) {
      deleted.inc(result.deleted.detections);
      retainedAt.setToCurrentTime();
    },
    lag(partitions) {
      lagMessages.reset();
      lagSeconds.reset();
      for (const { partition, messages, seconds } of partitions) {
        lagMessages.set({ partition }, messages);
        lagSeconds.set({ partition }, seconds);
      }
    },
  };
}
