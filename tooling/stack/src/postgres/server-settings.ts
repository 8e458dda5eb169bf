import { LOOPBACK } from '../ports.ts';

export interface ServerSettings {
  port: number;
  /** False only for throw-away clusters: see `LocalPostgresOptions.fsync`. */
  fsync: boolean;
  /** Whether base backups can be taken and replicas can follow. */
  replication: boolean;
}

/** The settings file of the server, written anew at each start. */
export function serverSettings({ port, fsync, replication }: ServerSettings): string {
  return `# Written by each start of Intellisite: changes here are lost.

listen_addresses = '${LOOPBACK}'
port = ${String(port)}
# TCP alone: the path of a socket may not be longer than some 100 characters, that of a data folder may.
unix_socket_directories = ''
max_connections = 100

# A commit that was acknowledged survives the loss of power.
synchronous_commit = on
fsync = ${fsync ? 'on' : 'off'}

# The rows that ingest touches again and again (counter, checkpoints, series and their index) stay in memory;
# the rest is left to the file cache of the system.
shared_buffers = 256MB
# COPY makes WAL quickly: checkpoints by time, not by size, and spread over the interval.
max_wal_size = 4GB
min_wal_size = 512MB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
# These binaries know pglz alone, and ingest has use for the processor; pages that are only appended to are
# not written whole anyway.
wal_compression = off
wal_buffers = 16MB
# One writer that commits often; without replicas nothing beyond crash recovery is needed in the WAL.
wal_level = ${replication ? 'replica' : 'minimal'}
max_wal_senders = ${replication ? '4' : '0'}
# Filtered listings sort and hash at most some tens of thousands of rows.
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
# The data lies on an SSD or in the file cache.
random_page_cost = 1.1
# Queries are short: compiling them costs more than it saves.
jit = off
# Detections are only ever appended: freezing them as they come spares a long vacuum later.
autovacuum_vacuum_insert_scale_factor = 0.05

timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %a '
log_checkpoints = off
# A statement that fails may hold a message's content.
log_parameter_max_length_on_error = 0
log_min_error_statement = panic
`;
}
