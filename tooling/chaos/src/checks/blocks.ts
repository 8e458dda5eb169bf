import type { StoredBlock, StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

const BLOCK_SIZE = 65_536;
const LOGS = { detections: 1, alerts: 2 } as const;

interface Row {
  seriesId: number;
  detectedAt: number;
}

/** Every complete block is there, and each says what a recount of its rows says. */
export function checkBlocks(state: StoredState): { checked: number; violations: Violation[] } {
  const violations = createViolations('blocks equal a recount');
  const { detections } = state;
  const alerted = state.alerts.map(({ position, seriesId }) => ({
    seriesId,
    detectedAt: detections[position - 1]?.detectedAt ?? Number.NaN,
  }));
  checkLog('detections', detections);
  checkLog('alerts', alerted);

  function checkLog(log: keyof typeof LOGS, rows: readonly Row[]): void {
    const blocks = state.blocks.filter((block) => block.log === LOGS[log]);
    const due = Math.floor(rows.length / BLOCK_SIZE);
    if (blocks.length !== due) {
      violations.add(`${log} has ${String(blocks.length)} blocks, ${String(due)} are complete`);
    }
    const totals = new Map<number, number>();
    blocks.forEach((block, index) => {
      const name = `block ${String(block.number)} of ${log}`;
      if (block.number !== index) violations.add(`${name} stands where ${String(index)} should`);
      const covered = rows.slice(block.number * BLOCK_SIZE, (block.number + 1) * BLOCK_SIZE);
      for (const { seriesId } of covered) totals.set(seriesId, (totals.get(seriesId) ?? 0) + 1);
      const difference = differenceOf(block, covered) ?? differenceOfTotals(block, totals);
      if (difference !== null) violations.add(`${name}: ${difference}`);
    });
  }

  return { checked: state.blocks.length, violations: violations.list() };
}

function differenceOf(block: StoredBlock, rows: readonly Row[]): string | null {
  const min = block.detectedMin.getTime();
  const width = block.detected.length / BLOCK_SIZE;
  if (block.series.length !== 4 * BLOCK_SIZE || ![4, 8].includes(width)) return 'wrong length';
  const smallest = rows.reduce((least, { detectedAt }) => Math.min(least, detectedAt), Infinity);
  const largest = rows.reduce((most, { detectedAt }) => Math.max(most, detectedAt), -Infinity);
  if (smallest !== min || largest !== block.detectedMax.getTime()) return 'wrong range of times';
  for (const [index, { seriesId, detectedAt }] of rows.entries()) {
    if (block.series.readUInt32LE(4 * index) !== seriesId) return `row ${String(index)}: series`;
    const after =
      width === 4 ? block.detected.readUInt32LE(4 * index) : block.detected.readDoubleLE(8 * index);
    if (min + after !== detectedAt) return `row ${String(index)}: time`;
  }
  return null;
}

function differenceOfTotals(
  { totals }: StoredBlock,
  recounted: ReadonlyMap<number, number>,
): string | null {
  if (totals === null) return null;
  for (let id = 0; id * 8 < totals.length; id++) {
    const count = totals.readDoubleLE(8 * id);
    const due = recounted.get(id) ?? 0;
    if (count !== due) return `totals: series ${String(id)} ${String(count)}, not ${String(due)}`;
  }
  const beyond = [...recounted.keys()].find((id) => id * 8 >= totals.length);
  return beyond === undefined ? null : `totals: series ${String(beyond)} is missing`;
}
