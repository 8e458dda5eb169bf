import type { Logger } from '@intellisite/service';

export type AuditEvent =
  | 'login_succeeded'
  | 'login_failed'
  | 'login_refused'
  | 'logged_out'
  | 'refresh_reused'
  | 'password_changed'
  | 'session_ended'
  | 'other_sessions_ended'
  | 'user_created'
  | 'user_changed'
  | 'user_password_set'
  | 'user_sessions_ended';

/**
 * Told of each event that whoever runs this may one day be asked about. Details are ids, addresses and
 * names of members: never a secret, and never a username that nobody has, because people type their
 * password there.
 */
export type Audit = (
  event: AuditEvent,
  details: Readonly<Record<string, string | number | boolean | null | readonly string[]>>,
) => void;

/** Events as lines of the log. */
export function auditTo(logger: Logger): Audit {
  return (event, details) => {
    logger.info({ audit: event, ...details }, `audit: ${event.replaceAll('_', ' ')}`);
  };
}
