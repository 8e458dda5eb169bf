import 'next-auth';
import 'next-auth/jwt';

declare module 'next-auth' {
  /** Who has signed in, with the session that was opened. */
  interface User {
    sessionId: string;
    /** ms since 1970 */
    expiresAt: number;
  }
}

declare module 'next-auth/jwt' {
  /** What the cookie says: `sub` is the user's id. */
  interface JWT {
    /** Id of the session. */
    sid?: string;
    /** When it ends, in ms since 1970. */
    until?: number;
  }
}
