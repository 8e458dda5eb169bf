import type { Role } from '@intellisite/contracts';
import type { Prisma } from '../prisma.ts';
import { changeAccess } from './access-change.ts';
import { endSessions } from './session-ends.ts';
import { roleOf } from './users.ts';

export type Rotation =
  /** The token was the current one; the next has this generation. */
  | { outcome: 'rotated'; generation: number; userId: string; role: Role }
  /** The token was used up before: two hold it, so the session ended for both. */
  | { outcome: 'reused'; userId: string }
  /** The session ended before, or its user may not log in. */
  | { outcome: 'ended' };

export interface RotationRequest {
  id: string;
  /** Of the token that was given. */
  generation: number;
  expiresAt: Date;
}

/**
 * Exchanges a refresh token. Of several exchanges of the same one exactly one succeeds, and the others
 * end the session: whether a thief or the owner came second cannot be known.
 */
export async function rotateRefresh(
  prisma: Prisma,
  { id, generation, expiresAt }: RotationRequest,
): Promise<Rotation> {
  const rows = await prisma.$queryRaw<{ generation: number; userId: string; role: string }[]>`
    UPDATE sessions s
       SET refresh_generation = refresh_generation + 1, last_used_at = now(),
           expires_at = ${expiresAt}
      FROM users u
     WHERE s.id = ${id}::uuid AND s.refresh_generation = ${generation}
       AND s.revoked_at IS NULL AND s.expires_at > now()
       AND u.id = s.user_id AND u.disabled_at IS NULL
    RETURNING s.refresh_generation AS generation, u.id AS "userId", u.role`;
  const [rotated] = rows;
  if (rotated) return { outcome: 'rotated', ...rotated, role: roleOf(rotated.role) };

  const session = await prisma.session.findUnique({ where: { id } });
  // A generation never comes back: what differs now was used up.
  if (!session || session.refreshGeneration === generation) return { outcome: 'ended' };
  if (session.revokedAt || session.expiresAt <= new Date()) return { outcome: 'ended' };
  const { userId } = session;
  return await changeAccess(prisma, async (transaction, accessEnded) => {
    const ended = await endSessions(transaction, { userId, id }, 'refresh_reused');
    if (ended === 0) return { outcome: 'ended' };
    await accessEnded();
    return { outcome: 'reused', userId };
  });
}
