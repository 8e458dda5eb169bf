import type { Counts } from './installation.ts';

/** @throws Error that says what does not add up */
export function checkNothingLost(counts: Counts): void {
  const { sent, detections, quarantined, position, alerts, alertSeq, wrongAlerts } = counts;
  const wrong = [
    ...(detections + quarantined === sent ? [] : ['not every message is in exactly one place']),
    ...(position === detections ? [] : ['positions have holes']),
    ...(alertSeq === alerts ? [] : ['alert numbers have holes']),
    ...(wrongAlerts === 0 ? [] : ['detections and alerts do not fit']),
    ...(alerts > 0 ? [] : ['there are no alerts']),
  ];
  if (wrong.length > 0) throw new Error(`${wrong.join('; ')}: ${JSON.stringify(counts)}`);
}
