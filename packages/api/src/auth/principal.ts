import type { Role } from '@intellisite/contracts';

/** Whom a request speaks for, with what the database says now. */
export interface Principal {
  userId: string;
  username: string;
  role: Role;
  sessionId: string;
  /** ms since 1970 */
  tokenExpiresAt: number;
}
