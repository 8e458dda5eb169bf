import { createReplica, type Replica, type ReplicaState } from '@intellisite/db';
import type { Logger } from '@intellisite/service';

const LATE_SECONDS = 30;

/** The replica that the settings name; null: none. */
export function createReadReplica(databaseUrl: string | undefined, logger: Logger): Replica | null {
  if (databaseUrl === undefined) return null;
  return createReplica({
    databaseUrl,
    applicationName: 'intellisite-api',
    onChange(away) {
      if (away === null) logger.info('the replica answers');
      else logger.warn({ reason: away }, 'the replica is away; the primary answers in its place');
    },
  });
}

/** One that is away or late does no harm to any answer, but whoever set it up wants to know. */
export function describeReplica({ away, behindSeconds }: ReplicaState): string {
  if (away !== null) return `away, the primary answers in its place: ${away}`;
  if (behindSeconds < LATE_SECONDS) return 'ok';
  return `${behindSeconds.toFixed(0)} s behind, the primary answers what is newer`;
}
