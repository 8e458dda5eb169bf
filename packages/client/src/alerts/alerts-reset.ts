import type { ResetReason } from '../generated/calls.ts';

/**
 * The stream does not go on where it stood, but after the alert `head`:
 * - `dropped`: alerts in between were dropped by retention;
 * - `ahead`: the installation has no alert of the number given, as after a restore;
 * - `epoch`: its database was replaced while the stream ran.
 */
export interface AlertsReset {
  reason: ResetReason;
  head: number;
}

/** Thrown by an iteration over alerts that has no `onReset`. */
export class AlertsResetError extends Error implements AlertsReset {
  override readonly name = 'AlertsResetError';
  readonly reason: ResetReason;
  readonly head: number;

  constructor({ reason, head }: AlertsReset) {
    super(`The stream of alerts cannot go on where it stood (${reason}), only after ${head}.`);
    this.reason = reason;
    this.head = head;
  }
}
