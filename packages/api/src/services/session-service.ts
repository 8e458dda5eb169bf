import type { SessionList } from '@intellisite/contracts';
import type { Sessions } from '@intellisite/db';
import type { Audit } from '../auth/audit.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../errors/app-error.ts';

export interface SessionService {
  /** Of the principal's user, those that live; the one last used first. */
  list(principal: Principal): Promise<SessionList>;
  /** @throws AppError not_found, also for a session of somebody else */
  end(principal: Principal, id: string): Promise<void>;
  /** All of the principal's user but the one that asks. */
  endOthers(principal: Principal): Promise<void>;
}

export function createSessionService(
  sessions: Pick<Sessions, 'listActive' | 'revoke' | 'revokeAll'>,
  audit: Audit,
): SessionService {
  return {
    async list({ userId, sessionId }) {
      const rows = await sessions.listActive(userId);
      const data = rows.map(({ createdAt, lastUsedAt, expiresAt, ...session }) => ({
        ...session,
        current: session.id === sessionId,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
      return { data, size: data.length };
    },
    async end({ userId }, id) {
      if (!(await sessions.revoke(userId, id, 'revoked'))) {
        throw new AppError('not_found', { detail: `You have no session ${id}.` });
      }
      audit('session_ended', { userId, sessionId: id });
    },
    async endOthers({ userId, sessionId }) {
      const ended = await sessions.revokeAll(userId, 'revoked', sessionId);
      audit('other_sessions_ended', { userId, sessionId, ended });
    },
  };
}
