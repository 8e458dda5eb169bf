/** An `asOf` that the log cannot be asked for. */
export class AsOfError extends Error {
  override readonly name = 'AsOfError';
  /** `ahead`: the log has not come that far; `dropped`: retention has passed it. */
  readonly reason: 'ahead' | 'dropped';
  readonly asOf: number;
  /** What can be asked for: from `floor` to `head`, both included. */
  readonly floor: number;
  readonly head: number;

  constructor(reason: 'ahead' | 'dropped', asOf: number, bounds: { floor: number; head: number }) {
    super(`asOf ${asOf} is not within ${bounds.floor} to ${bounds.head}`);
    this.reason = reason;
    this.asOf = asOf;
    this.floor = bounds.floor;
    this.head = bounds.head;
  }
}
