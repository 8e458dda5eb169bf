import { join } from 'node:path';
import type { ServiceCommand } from '@intellisite/stack';
import { startIndexerProcess, type End, type IndexerProcess } from './indexer-process.ts';
import { SUSPICIOUS_CATEGORY } from './message-stream.ts';

export interface IndexerFleet {
  /** Starts one more. */
  add(): IndexerProcess;
  /** Those that run and are not frozen, oldest first. */
  healthy(): IndexerProcess[];
  byInstance(instance: string): IndexerProcess | undefined;
  /** SIGTERM to all, frozen ones woken first; answers those that did not end well. */
  stop(): Promise<string[]>;
  killAll(): void;
}

export interface IndexerFleetOptions {
  program: ServiceCommand;
  databaseUrl: string;
  brokers: string;
  detectionsTopic: string;
  alertsTopic: string;
  folder: string;
  onUnasked: (name: string, how: string) => void;
}

/** The indexers of a round: all in one consumer group. */
export function createIndexerFleet(options: IndexerFleetOptions): IndexerFleet {
  const all: IndexerProcess[] = [];

  function alive(): IndexerProcess[] {
    return all.filter(({ state }) => state !== 'ended');
  }

  return {
    add() {
      const name = `indexer-${String(all.length + 1)}`;
      const indexer = startIndexerProcess({
        name,
        program: options.program,
        logFile: join(options.folder, `${name}.log`),
        onUnasked: (how) => {
          options.onUnasked(name, how);
        },
        env: {
          DATABASE_URL: options.databaseUrl,
          KAFKA_BROKERS: options.brokers,
          DETECTIONS_TOPIC: options.detectionsTopic,
          ALERTS_TOPIC: options.alertsTopic,
          CONSUMER_GROUP: options.detectionsTopic,
          METRICS_PORT: '0',
          SUSPICIOUS_VEHICLE: SUSPICIOUS_CATEGORY,
        },
      });
      all.push(indexer);
      return indexer;
    },
    healthy: () => all.filter(({ state }) => state === 'running'),
    byInstance: (instance) => alive().find((indexer) => indexer.instance() === instance),
    async stop() {
      const complaints = await Promise.all(
        alive().map(async (indexer) => {
          indexer.thaw();
          return howItEnded(indexer, await indexer.terminate());
        }),
      );
      return complaints.filter((complaint) => complaint !== null);
    },
    killAll() {
      for (const indexer of alive()) indexer.kill();
    },
  };
}

const STOP_WITHIN_MS = 10_000;

/** What is wrong with the end of an indexer that was told to stop; null: nothing. */
export function howItEnded(
  { name, instance }: IndexerProcess,
  { code, tookMs, disturbed }: End,
): string | null {
  if (disturbed) return null;
  // Node was still loading the program: nobody was there to answer, and nothing had begun.
  if (code === null && instance() === null) return null;
  if (code !== 0) return `${name} answered SIGTERM with exit code ${String(code)}`;
  if (tookMs <= STOP_WITHIN_MS) return null;
  return `${name} took ${String(tookMs)} ms to answer SIGTERM`;
}
