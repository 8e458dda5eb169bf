import type pg from 'pg';
import { StoreChangedError } from './ingest/ingest-batch.ts';

/** An alert, as its detection knows it. */
export interface RaisedAlert {
  seq: number;
  /** Name of the rule. */
  rule: string;
  /** Of the rule, as it was then: 1, 2, 3, ... */
  ruleVersion: number;
  raisedAt: Date;
}

type NoAlert = Record<keyof RaisedAlert, null>;

// Named, so that a connection parses it once. An alert is written with its detection, at the same time.
const QUERY = {
  name: 'raised-alerts',
  text: `SELECT a.*
           FROM store s
           LEFT JOIN LATERAL (
             SELECT a.seq, r.name AS rule, v.version AS "ruleVersion", d.ingested_at AS "raisedAt"
               FROM alerts a
               JOIN detections d USING (position)
               JOIN rule_versions v ON v.id = a.rule_version_id
               JOIN rules r ON r.id = v.rule_id
              WHERE a.position = $1 AND a.seq > s.alert_floor
           ) a ON true
          WHERE s.epoch = $2
          ORDER BY a.seq`,
};

/**
 * The alerts that the detection at a position has raised, in the order of their numbers.
 *
 * @throws StoreChangedError where the database is no longer that of the epoch
 */
export async function listRaisedAlerts(
  pool: pg.Pool,
  epoch: string,
  position: number,
): Promise<RaisedAlert[]> {
  const { rows } = await pool.query<RaisedAlert | NoAlert>({ ...QUERY, values: [position, epoch] });
  if (rows.length === 0) throw new StoreChangedError('the database was reset or restored');
  return rows.filter((row) => row.seq !== null);
}
