import type { AlertMessage } from '@intellisite/contracts';
import type { Pool } from './connection.ts';
import { createSeriesDescriptions } from './series-descriptions.ts';

/** A part of the log of alerts and where the log stood, from one snapshot. */
export interface AlertPage {
  /** Identity of the database. */
  epoch: string;
  /** Number of the newest alert. */
  head: number;
  /** Alerts up to this number were dropped by retention. */
  floor: number;
  /** In order and without a hole. */
  alerts: AlertMessage[];
}

export interface AlertLog {
  /**
   * The alerts after `seq`, or after the floor where that is higher, at most `limit`; 0 asks for the
   * rest of the page alone.
   *
   * @throws Error if the log has a hole: whoever reads it must not pass over an alert
   */
  readAfter(seq: number, limit: number): Promise<AlertPage>;
}

type AlertColumns = [
  seq: number,
  position: number,
  seriesId: number,
  detectedMs: number,
  rule: string,
];
type NoAlert = [null, null, null, null, null];
type Row = [epoch: string, head: number, floor: number, ...alert: AlertColumns | NoAlert];

// Named, so that a connection parses it once.
const QUERY = {
  name: 'alerts-after',
  rowMode: 'array' as const,
  text: `SELECT t.epoch, t.alert_seq, t.alert_floor,
                a.seq, a.position, a.series_id, a.detected_ms, a.rule
           FROM store t
           LEFT JOIN LATERAL (
             SELECT a.seq, a.position, a.series_id, r.name AS rule,
                    (extract(epoch FROM d.detected_at) * 1000)::bigint AS detected_ms
               FROM (SELECT * FROM alerts WHERE seq > greatest($1, t.alert_floor)
                      ORDER BY seq LIMIT $2) a
               JOIN detections d USING (position)
               JOIN rule_versions v ON v.id = a.rule_version_id
               JOIN rules r ON r.id = v.rule_id
           ) a ON true
          ORDER BY a.seq`,
};

export function createAlertLog(pool: Pool): AlertLog {
  const descriptions = createSeriesDescriptions(pool);

  async function toMessages(epoch: string, rows: readonly AlertColumns[]): Promise<AlertMessage[]> {
    const series = await descriptions.get(
      epoch,
      rows.map(([, , seriesId]) => seriesId),
    );
    return rows.map(([seq, detectionId, seriesId, timestamp, rule]) => {
      const described = series.get(seriesId);
      if (!described) throw new Error(`Alert ${seq} has series ${seriesId}, which is missing.`);
      const { vehicle, source } = described;
      return { seq, detectionId, rule, ...vehicle, timestamp, source, epoch };
    });
  }

  return {
    async readAfter(seq, limit) {
      const { rows } = await pool.query<Row>({ ...QUERY, values: [seq, limit] });
      const first = rows[0];
      if (!first) throw new Error('The store has no row: was the database migrated?');
      const [epoch, head, floor] = first;
      const found = rows.map(([, , , ...alert]) => alert).filter((alert) => alert[0] !== null);
      const after = Math.max(seq, floor);
      requireDense(found, after, Math.min(limit, Math.max(0, head - after)));
      return { epoch, head, floor, alerts: await toMessages(epoch, found) };
    },
  };
}

function requireDense(rows: readonly AlertColumns[], after: number, expected: number): void {
  const hole = rows.findIndex(([seq], index) => seq !== after + index + 1);
  if (hole < 0 && rows.length === expected) return;
  const missing = after + 1 + (hole < 0 ? rows.length : hole);
  throw new Error(`The log of alerts lacks number ${missing}, or the detection that raised it.`);
}
