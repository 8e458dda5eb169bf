import type { Role } from '@intellisite/contracts';
import type { StreamClient } from './stream-client.ts';

/** A session that lives, with what its user may do now. */
interface ActiveSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
}

export interface SessionGuardOptions {
  /** The sessions of the ids that live. */
  findActive: (ids: readonly string[]) => Promise<readonly ActiveSession[]>;
  clients: readonly StreamClient[];
  endSession: (client: StreamClient) => void;
}

/** Ends the streams of sessions that have ended, and of users who may not do what they could before. */
export interface SessionGuard {
  /**
   * Asks for the sessions of all streams in one query if the revision has moved since they were asked
   * for, and else for those of streams that opened since: they could have ended just before.
   *
   * @param authRevision read from the database before this call
   */
  check(authRevision: number): Promise<void>;
}

export function createSessionGuard(options: SessionGuardOptions): SessionGuard {
  const { findActive, clients, endSession } = options;
  let knownRevision: number | null = null;
  return {
    async check(authRevision) {
      const moved = authRevision !== knownRevision;
      const suspects = clients.filter(({ ending, checked }) => !ending && (moved || !checked));
      if (suspects.length > 0) {
        const ids = new Set(suspects.map(({ principal }) => principal.sessionId));
        const active = await findActive([...ids]);
        const byId = new Map(active.map((session) => [session.sessionId, session]));
        for (const client of suspects) {
          client.checked = true;
          const { sessionId, userId, role } = client.principal;
          const session = byId.get(sessionId);
          if (session?.userId !== userId || session.role !== role) endSession(client);
        }
      }
      knownRevision = authRevision;
    },
  };
}
