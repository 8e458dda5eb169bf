import type { Snapshots } from '@intellisite/db';
import type { AuthService } from '../auth/auth-service.ts';
import type { AlertStreams } from '../stream/alert-streams.ts';
import type { AlertService } from './alert-service.ts';
import type { DetectionService } from './detection-service.ts';
import type { QuarantineService } from './quarantine-service.ts';
import type { SessionService } from './session-service.ts';
import type { StatsService } from './stats-service.ts';
import type { SystemService } from './system-service.ts';
import type { UserService } from './user-service.ts';

/** The use cases. They know nothing of tRPC or of who serves them. */
export interface Services {
  snapshots: Snapshots;
  auth: AuthService;
  users: UserService;
  sessions: SessionService;
  detections: DetectionService;
  stats: StatsService;
  alerts: AlertService;
  streams: AlertStreams;
  quarantine: QuarantineService;
  system: SystemService;
}
