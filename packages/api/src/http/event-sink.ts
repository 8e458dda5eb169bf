/** Where the bytes of one event stream go: a client's connection. */
export interface EventSink {
  /** Takes the bytes in any case; false: the client is slower, write no more before `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /**
   * Bytes that were taken and have not left. Moves while the client takes anything at all, which tells
   * a slow client from one that has stopped.
   */
  backlog(): number;
  /** Called each time that everything written has left, after `write` answered false. */
  onDrain(listener: () => void): void;
  /** Called once, when the connection is gone for whatever reason, `end` and `destroy` too. */
  onClose(listener: () => void): void;
  /** Ends the stream after what was written. */
  end(): void;
  /** Ends the connection at once. */
  destroy(): void;
}
