/** What a procedure may know of the REST request that it answers; absent for tRPC. */
export interface RestExchange {
  /** Of the operation, such as `detections.list`. */
  readonly operation: string;
  readonly ifNoneMatch: string | undefined;
  /** Header of a client that connects to a stream again. */
  readonly lastEventId: string | undefined;
}
