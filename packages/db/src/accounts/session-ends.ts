import type { Transaction } from './access-change.ts';

/** Why a session ended before its time. */
export type EndReason =
  'logout' | 'revoked' | 'refresh_reused' | 'password_changed' | 'user_disabled';

export interface EndedSessions {
  userId: string;
  /** Only this one; absent: all. */
  id?: string | undefined;
  /** All but this one. */
  except?: string | undefined;
}

/** Ends those of a user's sessions that had not ended yet, and says how many that were. */
export async function endSessions(
  transaction: Transaction,
  { userId, id, except }: EndedSessions,
  reason: EndReason,
): Promise<number> {
  const { count } = await transaction.session.updateMany({
    where: {
      userId,
      revokedAt: null,
      ...(id === undefined ? {} : { id }),
      ...(except === undefined ? {} : { NOT: { id: except } }),
    },
    data: { revokedAt: new Date(), revokedReason: reason },
  });
  return count;
}
