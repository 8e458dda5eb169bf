export type { AlertStreamOptions, AlertStreamState } from './alerts/alert-stream.ts';
export { AlertsResetError, type AlertsReset } from './alerts/alerts-reset.ts';
export type { IntellisiteClient } from './client.ts';
export { createIntellisiteClient } from './create-client.ts';
export type { ExportFormat, ExportQuery } from './export.ts';
export type {
  Alert,
  AlertList,
  AlertsSeen,
  Detection,
  DetectionList,
  DetectionWithAlerts,
  EndReason,
  ProblemCode,
  ProblemMember,
  Quarantined,
  QuarantineList,
  ResetReason,
  Role,
  Session,
  SessionList,
  Stats,
  StatsGroup,
  StatsRow,
  Suggestions,
  System,
  Timeline,
  TimelineInterval,
  User,
  UserList,
} from './generated/calls.ts';
export type { RetryPolicy } from './http/retry.ts';
export { IntellisiteError, type ErrorCode } from './intellisite-error.ts';
export type { Listing, Page } from './listing.ts';
export type { AlertsQuery, DetectionsQuery } from './lists.ts';
export type { ClientOptions, Connection } from './options.ts';
export type { IntellisiteApi, IntellisiteRouter } from './router.ts';
export type { IssuedTokens } from './session/renewing-session.ts';
