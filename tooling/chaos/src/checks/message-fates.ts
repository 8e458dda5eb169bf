import type { Fate, StreamMessage } from '../traffic/message-stream.ts';
import type { TopicLife, WitnessedRecord } from '../traffic/topic-history.ts';
import { readDeclaredLosses, where } from './declared-losses.ts';
import type { StoredQuarantine, StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

export interface MessageFates {
  /** Records that were in the topic. */
  produced: number;
  /** Of these, declared lost by the ledger. */
  declaredLost: number;
  violations: Violation[];
}

/**
 * Every record that was in the topic is in exactly one of detections, quarantine or the gap ledger, and
 * nothing else is there.
 */
export function checkMessageFates(
  lives: readonly TopicLife[],
  messages: readonly StreamMessage[],
  state: StoredState,
): MessageFates {
  const losses = readDeclaredLosses(state.gaps, lives);
  const violations = createViolations('every message exactly once');
  const detections = countDetections(state);
  const quarantine = new Map(
    state.quarantine.map((row) => [where(row.generation, row.partition, row.offset), row]),
  );
  let produced = 0;
  let declaredLost = 0;

  function settleDetection(
    fate: Fate & { kind: 'detection' },
    record: WitnessedRecord,
    at: string,
  ) {
    const key = keyOf({ ...fate.vehicle, source: fate.source }, fate.timestamp ?? record.time);
    const found = detections.get(key);
    if (!found) {
      violations.add(`${at} is in no detection: ${key}`);
      return;
    }
    if (found.length === 0) violations.add(`${at} shares its detection with another: ${key}`);
    else found.shift();
  }

  function settleQuarantined(
    fate: Fate & { kind: 'quarantine' },
    record: WitnessedRecord,
    at: string,
  ) {
    const row = quarantine.get(at);
    quarantine.delete(at);
    const value = messages[record.message]?.value ?? null;
    if (!row) violations.add(`${at} is not in quarantine (${fate.code})`);
    else violateDifference(row, fate.code, value, at);
  }

  function violateDifference(
    row: StoredQuarantine,
    code: string,
    value: Buffer | null,
    at: string,
  ) {
    if (row.code !== code) violations.add(`${at} is quarantined as ${row.code}, not ${code}`);
    const same = row.value === null ? value === null : value !== null && row.value.equals(value);
    if (!same) violations.add(`${at} is quarantined with other bytes`);
  }

  for (const { generation, partitions } of lives) {
    partitions.forEach(({ records }, partition) => {
      for (const record of records) {
        produced += 1;
        if (losses.covers(generation, partition, record.offset)) {
          declaredLost += 1;
          continue;
        }
        const fate = messages[record.message]?.fate;
        const at = where(generation, partition, record.offset);
        if (fate?.kind === 'detection') settleDetection(fate, record, at);
        else if (fate) settleQuarantined(fate, record, at);
      }
    });
  }
  for (const [key, positions] of detections) {
    for (const position of positions) {
      violations.add(
        `position ${String(position)} is no message, or one that is there twice: ${key}`,
      );
    }
  }
  for (const at of quarantine.keys()) violations.add(`${at} is in quarantine and should not be`);
  if (state.store.quarantined !== state.quarantine.length) {
    violations.add(
      `the store counts ${String(state.store.quarantined)} quarantined messages, ${String(state.quarantine.length)} are there`,
    );
  }
  return { produced, declaredLost, violations: [...losses.violations, ...violations.list()] };
}

/** The positions of all detections that look the same. */
function countDetections({ detections, series }: StoredState): Map<string, number[]> {
  const counted = new Map<string, number[]>();
  for (const { position, detectedAt, seriesId } of detections) {
    const found = series.get(seriesId);
    const key = found ? keyOf(found, detectedAt) : `series ${String(seriesId)}, which is missing`;
    const positions = counted.get(key);
    if (positions) positions.push(position);
    else counted.set(key, [position]);
  }
  return counted;
}

function keyOf(
  vehicle: { year: number; make: string; model: string; category: string; source: string | null },
  detectedAt: number,
): string {
  const { year, make, model, category, source } = vehicle;
  return JSON.stringify([detectedAt, year, make, model, category, source]);
}
