import { decodeAlert } from '@intellisite/contracts';
import type { StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

export interface AlertsTopicCheck {
  /** Alerts that were published more than once: what a relay that dies before it marks leaves. */
  repeated: number;
  violations: Violation[];
}

/**
 * The topic has every alert, in order of first appearance, with what the database says of it. What was
 * published and not yet read when Kafka lost its data may be missing between two of its lives. After a
 * restore, which gives the database another epoch, only what was published since then is looked at.
 */
export function checkAlertsTopic(
  lives: readonly (readonly (Buffer | null)[])[],
  state: StoredState,
  publishedBefore: number | null,
): AlertsTopicCheck {
  const violations = createViolations('alerts topic');
  let newest = publishedBefore ?? 0;
  let repeated = 0;
  const records = lives.flatMap((values, life) =>
    values.map((value, index) => ({ value, afterLoss: life > 0 && index === 0 })),
  );
  for (const [index, { value, afterLoss }] of records.entries()) {
    const alert = value && decodeAlert(value);
    if (!alert) {
      violations.add(`record ${String(index)} is not an alert`);
      continue;
    }
    if (publishedBefore !== null && alert.epoch !== state.store.epoch) continue;
    if (alert.seq > newest + 1 && !afterLoss) {
      violations.add(`alert ${String(alert.seq)} comes first after ${String(newest)}`);
    }
    if (alert.seq <= newest) repeated += 1;
    newest = Math.max(newest, alert.seq);
    const due = expectedAlert(state, alert.seq);
    const { seq, detectionId, rule, year, make, model, category, timestamp, source, epoch } = alert;
    const told = { seq, detectionId, rule, year, make, model, category, timestamp, source, epoch };
    if (JSON.stringify(told) !== JSON.stringify(due)) {
      violations.add(`alert ${String(alert.seq)} differs from the database's`);
    }
  }
  // Nothing may have been raised since Kafka lost the last of them.
  const lostAll = lives.length > 1 && lives.at(-1)?.length === 0;
  if (newest !== state.store.alertSeq && !lostAll) {
    violations.add(
      `ends with alert ${String(newest)}, the head is ${String(state.store.alertSeq)}`,
    );
  }
  return { repeated, violations: violations.list() };
}

function expectedAlert({ alerts, detections, series, store }: StoredState, seq: number) {
  const row = alerts[seq - 1];
  const detection = row && detections[row.position - 1];
  const vehicle = detection && series.get(detection.seriesId);
  if (!vehicle) return null;
  const { year, make, model, category, source } = vehicle;
  return {
    seq,
    detectionId: row.position,
    rule: row.rule,
    year,
    make,
    model,
    category,
    timestamp: detection.detectedAt,
    source,
    epoch: store.epoch,
  };
}
