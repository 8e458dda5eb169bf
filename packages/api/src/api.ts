import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@intellisite/service';
import type { KeepAdmin } from './auth/admin-accounts.ts';
import type { ReadSession } from './auth/web-session.ts';
import type { WebSessions } from './auth/web-sign-in.ts';
import type { ApiSettings } from './settings.ts';

export interface ApiOptions {
  settings: ApiSettings;
  /** Of the product; shown by /system and in the OpenAPI document. */
  version: string;
  /**
   * Told when this instance makes the first admin, while nothing but the commit is left. It is to keep the
   * password: when it throws, there is no admin, and `start` fails with its error. Told again, of another
   * password, when the commit failed.
   */
  onFirstAdmin: KeepAdmin;
  /** The session that the host's own cookie names; absent: the host has none, and tokens alone count. */
  readSession?: ReadSession;
  logger: Logger;
}

/** The API as one thing that a server mounts. */
export interface Api extends WebSessions {
  /** Waits for the database, then serves; Kafka may come later. */
  start(): Promise<void>;
  /** Ends every stream politely and refuses what comes; resolves within a few seconds. */
  stop(): Promise<void>;
  /** Whether the path is the API's to answer. */
  claims: (path: string) => boolean;
  /** For Node's http server. */
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Has the host render a page in its turn, which is as fair between addresses as that of a call. False:
   * too many wait, or the client has left, and nothing was rendered.
   */
  takePageTurn: (
    request: IncomingMessage,
    response: ServerResponse,
    render: () => Promise<void>,
  ) => Promise<boolean>;
  /** For hosts that speak Request and Response. Never rejects. */
  fetch: (request: Request) => Promise<Response>;
}
