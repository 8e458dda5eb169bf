import { CREATE_WIDE_TABLE } from '../ingest/wide-table.ts';
import { withClient } from '../shared/databases.ts';

/** The same detections once more, as the comparison keeps them. */
export async function copyToWideTable(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(CREATE_WIDE_TABLE);
    await client.query(
      `INSERT INTO wide_detections (position, "timestamp", year, make, model, category)
       SELECT d.position, d.detected_at, v.year, m.name, o.name, v.category
         FROM detections d
         JOIN series e ON e.id = d.series_id
         JOIN vehicles v ON v.id = e.vehicle_id
         JOIN models o ON o.id = v.model_id
         JOIN makes m ON m.id = o.make_id
        ORDER BY d.position`,
    );
    await client.query('VACUUM ANALYZE');
  });
}
