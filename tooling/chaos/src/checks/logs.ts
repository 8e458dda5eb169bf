import { SUSPICIOUS_VEHICLE_RULE } from '@intellisite/db';
import { isSuspicious } from '../traffic/message-stream.ts';
import type { StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

/** Both logs are dense from 1 to the head that the store names. */
export function checkDensity({ store, detections, alerts }: StoredState): Violation[] {
  const violations = createViolations('dense logs');
  const check = (what: string, numbers: number[], head: number): void => {
    numbers.forEach((number, index) => {
      if (number !== index + 1) {
        violations.add(`${what} ${String(number)} stands where ${String(index + 1)} should`);
      }
    });
    if (head !== numbers.length) {
      violations.add(
        `the head of ${what}s is ${String(head)}, there are ${String(numbers.length)}`,
      );
    }
  };
  check(
    'position',
    detections.map(({ position }) => position),
    store.position,
  );
  check(
    'alert',
    alerts.map(({ seq }) => seq),
    store.alertSeq,
  );
  return violations.list();
}

/** Each detection in a suspicious category has exactly one alert, every other has none. */
export function checkAlertRows({ detections, alerts, series }: StoredState): Violation[] {
  const violations = createViolations('one alert for each match');
  const byPosition = new Map<number, StoredState['alerts']>();
  for (const alert of alerts) {
    byPosition.set(alert.position, [...(byPosition.get(alert.position) ?? []), alert]);
  }
  for (const { position, seriesId } of detections) {
    const category = series.get(seriesId)?.category ?? '';
    const raised = byPosition.get(position) ?? [];
    byPosition.delete(position);
    const due = isSuspicious(category) ? 1 : 0;
    if (raised.length !== due) {
      violations.add(
        `position ${String(position)} (${category}) has ${String(raised.length)} alerts, not ${String(due)}`,
      );
    }
    for (const { seq, rule, seriesId: ofAlert } of raised) {
      if (rule !== SUSPICIOUS_VEHICLE_RULE || ofAlert !== seriesId) {
        violations.add(`alert ${String(seq)} does not fit its detection ${String(position)}`);
      }
    }
  }
  for (const position of byPosition.keys()) {
    violations.add(`an alert names position ${String(position)}, which is not there`);
  }
  return violations.list();
}
