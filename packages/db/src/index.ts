export { createAlertLog, type AlertLog, type AlertPage } from './alert-log.ts';
export { noteAlertsSeen, readAlertsSeen } from './accounts/alerts-seen.ts';
export { LastAdminError, UsernameTakenError } from './accounts/errors.ts';
export {
  createLoginAttempts,
  type AttemptLimits,
  type LoginAttempts,
  type TakenAttempt,
} from './accounts/login-attempts.ts';
export { purgeAccounts } from './accounts/purge.ts';
export {
  createSessions,
  USE_NOTED_EVERY_MS,
  type ActiveSession,
  type SessionKind,
  type Sessions,
} from './accounts/sessions.ts';
export { createUsers, type Credentials, type User, type Users } from './accounts/users.ts';
export { createPool, type ConnectionOptions, type Pool } from './connection.ts';
export {
  adoptTopic,
  beginGeneration,
  openCheckpoints,
  type Checkpoint,
  type NewGeneration,
  type TopicIdentity,
} from './ingest/checkpoints.ts';
export {
  createAlertRows,
  createDetectionRows,
  type AlertRows,
  type DetectionRows,
} from './ingest/copy-rows.ts';
export {
  FencedError,
  RulesChangedError,
  StoreChangedError,
  type IngestBatch,
  type IngestResult,
  type OffsetGap,
  type PartitionAdvance,
  type QuarantinedMessage,
  type RecordFingerprint,
} from './ingest/ingest-batch.ts';
export { ALERTS_CHANNEL, createIngestWriter, type IngestWriter } from './ingest/ingest-writer.ts';
export { createThreadedIngestWriter } from './ingest/threaded-writer.ts';
export type { SeriesKey } from './ingest/series-resolver.ts';
export { AsOfError } from './log/as-of-error.ts';
export type { LogFilter } from './log/log-filter.ts';
export type {
  LogQuery,
  LogReader,
  LogRows,
  Logs,
  LogSpan,
  LogStats,
  LogTimeline,
  Order,
  Page,
  PageQuery,
  ScanQuery,
  StatsQuery,
  SuggestQuery,
  Suggestion,
  TimelineQuery,
} from './log/log-reader.ts';
export { keptBytes } from './log/kept-bytes.ts';
export { createLogs, type LogsOptions } from './log/logs.ts';
export { migrate, type MigrateOptions } from './migrate.ts';
export { subscribe, type Subscription } from './notifications.ts';
export { listRaisedAlerts, type RaisedAlert } from './raised-alerts.ts';
export { acquireRelay, markPublished, releaseRelay, type RelayTerm } from './outbox.ts';
export { createPrisma, type Prisma } from './prisma.ts';
export { countSessions, resetDatabase } from './reset.ts';
export { createReplica, type Replica, type ReplicaState } from './replica.ts';
export {
  applyRetention,
  readDatabaseTime,
  type RetentionPass,
  type RetentionResult,
} from './retention/retention.ts';
export {
  readActiveRules,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
  type ActiveRule,
  type ActiveRules,
  type RuleDefinition,
} from './rules.ts';
export { SchemaBehindError, SchemaError } from './schema-version.ts';
export { createSnapshots, type Snapshot, type Snapshots } from './snapshots.ts';
export { readHeads, requireSchema, type StoreHeads } from './store.ts';
export { listQuarantine, type QuarantinedRow } from './quarantine-log.ts';
export { readSystemStatus, type PartitionStatus, type SystemStatus } from './system-status.ts';
export { createHeartbeat, type Heartbeat } from './heartbeat.ts';
export {
  enterHeartbeat,
  forgetSilentServices,
  leaveServices,
  listServices,
  type KnownService,
  type ServiceInstance,
  type ServiceReport,
} from './service-instances.ts';
export { isDatabaseUnavailable } from './database-error.ts';
