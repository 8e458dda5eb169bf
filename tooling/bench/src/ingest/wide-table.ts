/** The layout that one would begin with: everything in the row, and indexes for what is asked. */
export const CREATE_WIDE_TABLE = `
  CREATE TABLE wide_detections (
    position bigint PRIMARY KEY,
    "timestamp" timestamptz(3) NOT NULL,
    year smallint NOT NULL,
    make text NOT NULL,
    model text NOT NULL,
    category text NOT NULL
  );
  CREATE INDEX ON wide_detections (make, position);
  CREATE INDEX ON wide_detections ("timestamp");
  CREATE TABLE make_totals (make text PRIMARY KEY, total bigint NOT NULL)`;

export const WIDE_TABLE_DESCRIPTION =
  'position, timestamp, year, make, model, category; primary key (position), btrees (make, position) and (timestamp)';

export const WIDE_COLUMNS = 'wide_detections (position, "timestamp", year, make, model, category)';
