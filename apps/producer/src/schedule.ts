/** How much of a pause is made up for afterwards, so that an outage does not end in a flood. */
const MAX_CATCH_UP_MS = 1_000;

export interface Schedule {
  /** How many messages to send now, at most `limit`; they count as sent. */
  take(nowMs: number, limit: number): number;
  /** How long until the next message is due, in ms; 0 if one is. */
  waitMs(nowMs: number): number;
}

/**
 * Says when messages are due: the first at once, then `perSecond` each second, counted from the
 * start, so that late timers do not add up. Whoever falls behind by more than a second goes on from
 * there without making up for it.
 *
 * @param perSecond above 0; Infinity is as fast as it goes
 * @param startMs the time of a monotonic clock
 */
export function createSchedule(perSecond: number, startMs: number): Schedule {
  const intervalMs = 1_000 / perSecond;
  const maxDue = Math.max(1, Math.floor(MAX_CATCH_UP_MS / intervalMs));
  let nextMs = startMs;

  return {
    take(nowMs, limit) {
      if (intervalMs === 0) return limit;
      if (nextMs > nowMs) return 0;
      const due = Math.floor((nowMs - nextMs) / intervalMs) + 1;
      if (due > maxDue) nextMs += (due - maxDue) * intervalMs;
      const taken = Math.min(due, maxDue, limit);
      nextMs += taken * intervalMs;
      return taken;
    },
    waitMs: (nowMs) => Math.max(0, nextMs - nowMs),
  };
}
