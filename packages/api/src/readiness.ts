import type { Replica, Snapshots } from '@intellisite/db';
import { withDeadline, type Readiness } from '@intellisite/service';
import type { Gate } from './http/gate.ts';
import { describeReplica } from './read-replica.ts';
import type { AlertStreams } from './stream/alert-streams.ts';

export interface ReadinessOptions {
  gate: Pick<Gate, 'shutBecause'>;
  snapshots: Snapshots;
  replica: Replica | null;
  streams: Pick<AlertStreams, 'state'>;
}

/** Sooner than those who probe give up (Docker's health check after 4 s), and than a question to a silent database. */
const ANSWERS_WITHIN_MS = 3_000;

/** Postgres decides readiness; whatever else is away is told, and does not keep anybody from being answered. */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { gate, snapshots, replica, streams } = options;
  return async () => {
    const { shutBecause } = gate;
    if (shutBecause !== null) return { status: 'unavailable', checks: { server: shutBecause } };
    const feed = streams.state();
    const checks = {
      database: 'ok',
      ...(replica && { replica: describeReplica(replica.state()) }),
      alerts: feed.reason ?? 'ok',
    };
    try {
      await withDeadline(snapshots.read(), ANSWERS_WITHIN_MS, 'its answer');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { status: 'unavailable', checks: { ...checks, database: reason } };
    }
    return { status: feed.status === 'live' ? 'ready' : 'degraded', checks };
  };
}
