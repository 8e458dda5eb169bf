import type { Role } from '@intellisite/contracts';
import type { Prisma } from '../prisma.ts';
import { changeAccess } from './access-change.ts';
import { endSessions, type EndedSessions, type EndReason } from './session-ends.ts';
import { rotateRefresh, type Rotation } from './refresh-rotation.ts';
import { roleOf } from './users.ts';

/** Of tokens, or of the dashboard. */
export type SessionKind = 'api' | 'web';

export interface NewSession {
  userId: string;
  /** The hash that the password was checked against: no session for one that changed meanwhile. */
  passwordHash: string;
  kind: SessionKind;
  expiresAt: Date;
  userAgent: string | null;
  address: string | null;
}

/** A session that lives, of a user who may log in, with what the user may do now. */
export interface ActiveSession {
  sessionId: string;
  userId: string;
  username: string;
  role: Role;
  expiresAt: Date;
  lastUsedAt: Date;
}

export interface ListedSession {
  id: string;
  kind: SessionKind;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  address: string | null;
}

export interface SessionUsage {
  /** That live. */
  sessions: number;
  /** Of any session that is still known, also of one that has ended. */
  lastSeenAt: Date;
}

export interface Sessions {
  /** Its id; null when the user was disabled or the password changed since it was checked. */
  open(session: NewSession): Promise<string | null>;
  /** Uses up the refresh token of this generation; the next lives until `expiresAt`. */
  rotate(id: string, generation: number, expiresAt: Date): Promise<Rotation>;
  /** Those of the ids that live; the others are ended for good. */
  findActive(ids: readonly string[]): Promise<ActiveSession[]>;
  /** Notes that they are in use, where that is not known of the last minutes. */
  markUsed(ids: readonly string[]): Promise<void>;
  /** Of a user, those that live, the one last used first. */
  listActive(userId: string): Promise<ListedSession[]>;
  /** False: the user has no such session that lives. */
  revoke(userId: string, id: string, reason: EndReason): Promise<boolean>;
  /** All but `except`, where that is given. How many lived. */
  revokeAll(userId: string, reason: EndReason, except?: string): Promise<number>;
  /** By user; one without any session that is still known is not in it. */
  usage(userIds: readonly string[]): Promise<Map<string, SessionUsage>>;
}

/** How exact `last_used_at` is kept: a write for each request would cost more than it tells. */
export const USE_NOTED_EVERY_MS = 5 * 60_000;

export function createSessions(prisma: Prisma): Sessions {
  async function end(which: EndedSessions, reason: EndReason): Promise<number> {
    return await changeAccess(prisma, async (transaction, accessEnded) => {
      const ended = await endSessions(transaction, which, reason);
      if (ended > 0) await accessEnded();
      return ended;
    });
  }

  return {
    async open({ userId, passwordHash, kind, expiresAt, userAgent, address }) {
      // Locks the user: whoever disables it or changes the password waits and then sees this session.
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        INSERT INTO sessions (user_id, kind, expires_at, user_agent, address)
        SELECT id, ${kind}, ${expiresAt}, ${userAgent}, ${address}
          FROM users
         WHERE id = ${userId}::uuid AND password_hash = ${passwordHash} AND disabled_at IS NULL
           FOR SHARE
        RETURNING id`;
      return rows[0]?.id ?? null;
    },
    rotate: (id, generation, expiresAt) => rotateRefresh(prisma, { id, generation, expiresAt }),
    async findActive(ids) {
      const rows = await prisma.$queryRaw<(Omit<ActiveSession, 'role'> & { role: string })[]>`
        SELECT s.id AS "sessionId", u.id AS "userId", u.username, u.role,
               s.expires_at AS "expiresAt", s.last_used_at AS "lastUsedAt"
          FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = ANY (${ids}::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > now()
           AND u.disabled_at IS NULL`;
      return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
    },
    async markUsed(ids) {
      // Several instances note the same sessions: what another one is about to note is passed over.
      await prisma.$executeRaw`
        UPDATE sessions SET last_used_at = now()
         WHERE id IN (SELECT id FROM sessions
                       WHERE id = ANY (${ids}::uuid[])
                         AND last_used_at < now() - make_interval(secs => ${USE_NOTED_EVERY_MS / 1_000})
                         FOR UPDATE SKIP LOCKED)`;
    },
    async listActive(userId) {
      const rows = await prisma.session.findMany({
        where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
        select: {
          id: true,
          kind: true,
          createdAt: true,
          lastUsedAt: true,
          expiresAt: true,
          userAgent: true,
          address: true,
        },
      });
      return rows.map((row) => ({ ...row, kind: row.kind === 'web' ? 'web' : 'api' }));
    },
    revoke: async (userId, id, reason) => (await end({ userId, id }, reason)) > 0,
    revokeAll: (userId, reason, except) => end({ userId, except }, reason),
    async usage(userIds) {
      const rows = await prisma.$queryRaw<(SessionUsage & { userId: string })[]>`
        SELECT user_id AS "userId", max(last_used_at) AS "lastSeenAt",
               (count(*) FILTER (WHERE revoked_at IS NULL AND expires_at > now()))::int AS sessions
          FROM sessions WHERE user_id = ANY (${userIds}::uuid[]) GROUP BY user_id`;
      return new Map(rows.map(({ userId, ...usage }) => [userId, usage]));
    },
  };
}
