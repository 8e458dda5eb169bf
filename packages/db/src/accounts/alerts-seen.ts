import type pg from 'pg';

interface Row {
  seq: number | null;
}

/** Number of the last alert that the user has seen; null: none was noted yet. */
export async function readAlertsSeen(pool: pg.Pool, userId: string): Promise<number | null> {
  const { rows } = await pool.query<Row>('SELECT alerts_seen AS seq FROM users WHERE id = $1', [
    userId,
  ]);
  return rows[0]?.seq ?? null;
}

/**
 * Notes that the user has seen every alert up to this number. What was seen stays seen: a lower number
 * that comes late changes nothing. Answers the number that holds now.
 */
export async function noteAlertsSeen(
  pool: pg.Pool,
  userId: string,
  seq: number,
): Promise<number | null> {
  const { rows } = await pool.query<Row>(
    `UPDATE users SET alerts_seen = greatest(alerts_seen, $2) WHERE id = $1
     RETURNING alerts_seen AS seq`,
    [userId, seq],
  );
  return rows[0]?.seq ?? null;
}
