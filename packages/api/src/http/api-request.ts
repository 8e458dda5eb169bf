/**
 * A request as the API sees it, whichever server took it: Node's own or one that speaks Request and
 * Response. Plain and small, because making a `Request` costs more than answering most calls.
 */
export interface ApiRequest {
  /** Ours, or the caller's where it gave a well-formed X-Request-Id. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** As it was sent, without the question mark; empty when there is none. */
  readonly query: string;
  /** Address of the connection; empty where the host does not tell. */
  readonly peer: string;
  /** Of the client: a proxy's word is taken where TRUST_PROXY says so. */
  readonly address: string;
  /** Whether the client speaks TLS, to us or to a trusted proxy. */
  readonly secure: boolean;
  /** By lower-case name; several of one name are joined as Node does. */
  header(name: string): string | undefined;
  /** All of them, by lower-case name. */
  headers(): Record<string, string>;
  /**
   * The whole body.
   *
   * @throws AppError body_too_large; ClientLeft
   */
  readBody(mostBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Aborts when nobody waits for the answer any more: it was sent, or the client has left. */
  readonly signal: AbortSignal;
}
