// What the generator reads: every call of the API, and the types that have a name.
import type { AppRouter } from '@intellisite/api';

export type Calls = AppRouter['_def']['record'];
export type {
  Alert,
  AlertList,
  AlertsSeen,
  Detection,
  DetectionList,
  DetectionWithAlerts,
  EndReason,
  Problem,
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
  Tokens,
  User,
  UserList,
} from '@intellisite/contracts';
