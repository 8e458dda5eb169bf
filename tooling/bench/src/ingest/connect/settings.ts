/** How the sink writes: plain INSERTs, or upserts by the message's place in Kafka, so that none is there twice. */
export type WriteMode = 'insert' | 'upsert';

export interface Sink {
  name: string;
  topic: string;
  table: string;
  databaseUrl: string;
  mode: WriteMode;
  /** Each with a consumer and connections of its own. */
  tasks: number;
}

/** Best of 500 (the default), 1,000, 2,000 and 5,000 in one trial each, on a busy machine. */
const ROWS_PER_BATCH = 5_000;

type Properties = Record<string, string | number | boolean>;

export function workerProperties(worker: {
  brokers: string;
  restPort: number;
  offsetFile: string;
}): string {
  return format({
    'bootstrap.servers': worker.brokers,
    listeners: `http://127.0.0.1:${String(worker.restPort)}`,
    'offset.storage.file.filename': worker.offsetFile,
    'plugin.discovery': 'service_load',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    // The sink takes nothing without a schema.
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': true,
    'consumer.max.poll.records': ROWS_PER_BATCH,
    'consumer.max.partition.fetch.bytes': 8 * 1_024 * 1_024,
  });
}

export function sinkProperties({ name, topic, table, databaseUrl, mode, tasks }: Sink): string {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  return format({
    name,
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': tasks,
    topics: topic,
    // The time of the message is a column too, as everywhere else.
    transforms: 'time',
    'transforms.time.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
    'transforms.time.timestamp.field': 'timestamp',
    'connection.url': `jdbc:postgresql://${hostname}:${port}${pathname}?reWriteBatchedInserts=true`,
    'connection.username': decodeURIComponent(username),
    'connection.password': decodeURIComponent(password),
    'connection.pool.min_size': 1,
    'connection.pool.max_size': 4,
    'connection.pool.acquire_increment': 1,
    'collection.name.format': table,
    'schema.evolution': 'none',
    'insert.mode': mode,
    'primary.key.mode': mode === 'upsert' ? 'kafka' : 'none',
    'batch.size': ROWS_PER_BATCH,
    // One statement a batch with an array for each column, the fastest that it has. It fails with the
    // primary key of mode "kafka" (a NullPointerException in 3.5.0), where the driver joins INSERTs instead.
    'dialect.postgres.unnest.insert.enabled': mode === 'insert',
  });
}

function format(properties: Properties): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${String(value)}\n`)
    .join('');
}
