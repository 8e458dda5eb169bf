import type { IntellisiteError } from '../intellisite-error.ts';

/** Where access tokens come from. */
export interface Session {
  /** One that is good, as far as is known: got or renewed before it answers, if need be. */
  token(): Promise<string>;
  /**
   * One in place of another that the API refused.
   *
   * @throws the refusal itself where there is no other
   */
  renew(refused: string, refusal: IntellisiteError): Promise<string>;
  /** Ends the session that was begun here, if any. Tries its best, and never rejects. */
  end(): Promise<void>;
}
