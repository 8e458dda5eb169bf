import type { Pool } from '../connection.ts';

const BATCH = 1_000;

/**
 * Removes what has no meaning any more: sessions after their expiry, and counters of login attempts
 * whose window is over. In small transactions, so that nobody waits for it.
 */
export async function purgeAccounts(
  pool: Pool,
): Promise<{ sessions: number; loginAttempts: number }> {
  const sessions = await inBatches(async () => {
    const { rowCount } = await pool.query(
      `DELETE FROM sessions
        WHERE id IN (SELECT id FROM sessions WHERE expires_at < now()
                      ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [BATCH],
    );
    return rowCount ?? 0;
  });
  const loginAttempts = await inBatches(async () => {
    const { rowCount } = await pool.query(
      `DELETE FROM login_attempts
        WHERE key IN (SELECT key FROM login_attempts WHERE expire < $1
                       LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [Date.now(), BATCH],
    );
    return rowCount ?? 0;
  });
  return { sessions, loginAttempts };
}

async function inBatches(removeBatch: () => Promise<number>): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = await removeBatch();
    removed += batch;
    if (batch < BATCH) return removed;
  }
}
