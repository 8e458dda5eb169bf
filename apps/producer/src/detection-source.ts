/** A message that is ready to be sent. */
export interface OutgoingMessage {
  /** The camera, whose messages keep their order; null if none is known. */
  source: string | null;
  value: string | Buffer;
}

/** Where messages come from: the generator or a file. */
export interface DetectionSource {
  /**
   * At least one message and at most `limit`; waits until there is one.
   * An empty list says that no more will come.
   *
   * @throws if what they are read from fails
   */
  take(limit: number): Promise<OutgoingMessage[]>;
  /** Lets go of what messages are read from; a `take` that waits answers with an empty list. */
  close(): void;
}
