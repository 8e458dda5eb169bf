import { USE_NOTED_EVERY_MS, type ActiveSession, type Sessions } from '@intellisite/db';
import { LRUCache } from 'lru-cache';
import { createBatches } from './batches.ts';

export interface SessionCache {
  /**
   * The session, if it lives; null if it ended. `revision` is the auth revision that the caller has read
   * for this request: what was remembered under another one is forgotten.
   */
  find(sessionId: string, revision: number): Promise<ActiveSession | null>;
}

export interface SessionCacheOptions {
  /** Sessions that are remembered. */
  remembered?: number;
  /** In ms since 1970. */
  now?: () => number;
}

/** After so long a session is read again, so that its last use is noted. */
const REMEMBERED_MS = 10 * 60_000;

const ENDED = 'ended';

/** Remembers sessions for as long as nobody's access has ended anywhere. */
export function createSessionCache(
  sessions: Pick<Sessions, 'findActive' | 'markUsed'>,
  { remembered = 10_000, now = Date.now }: SessionCacheOptions = {},
): SessionCache {
  const known = new LRUCache<string, ActiveSession | typeof ENDED>({
    max: remembered,
    ttl: REMEMBERED_MS,
  });
  let knownRevision: number | null = null;
  /** Under the revision that is known. */
  let loads = new Map<string, Promise<ActiveSession | null>>();

  const read = createBatches(async (ids) => {
    const active = await sessions.findActive(ids);
    const unnoted = active.filter(({ lastUsedAt }) => +lastUsedAt < now() - USE_NOTED_EVERY_MS);
    if (unnoted.length > 0) await sessions.markUsed(unnoted.map(({ sessionId }) => sessionId));
    return new Map(active.map((session) => [session.sessionId, session]));
  });

  async function load(id: string, mine: typeof loads): Promise<ActiveSession | null> {
    try {
      const session = (await read(id)) ?? null;
      // Read under a revision that is past: it may be from before the change.
      if (mine === loads) known.set(id, session ?? ENDED);
      return session;
    } finally {
      mine.delete(id);
    }
  }

  return {
    async find(sessionId, revision) {
      if (revision !== knownRevision) {
        knownRevision = revision;
        known.clear();
        loads = new Map();
      }
      const remembering = known.get(sessionId);
      if (remembering === ENDED) return null;
      let session: ActiveSession | null | undefined = remembering;
      if (!session) {
        let loading = loads.get(sessionId);
        if (!loading) {
          loading = load(sessionId, loads);
          loads.set(sessionId, loading);
        }
        session = await loading;
      }
      return session && +session.expiresAt > now() ? session : null;
    },
  };
}
