import type { StoredBlock, StoredState, StoredTallies } from './stored-state.ts';
import { differenceOfTallies } from './tallies.ts';
import { readIntegers } from './variable-length-integers.ts';
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

  function talliesOf({ log, number }: StoredBlock): StoredTallies[] {
    return state.tallies.filter((its) => its.log === log && its.number === number);
  }

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
      const difference =
        differenceOf(block, covered) ??
        differenceOfTotals(block, totals) ??
        differenceOfPostings(block, covered) ??
        differenceOfQuarters(block, covered) ??
        differenceOfTallies(talliesOf(block), covered, state.series);
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

/** Entries of 3 bytes, by series and row; then how many of them there are before each 256 series. */
function differenceOfPostings({ postings }: StoredBlock, rows: readonly Row[]): string | null {
  if (postings === null) return 'no postings';
  const directoryAt = 3 * BLOCK_SIZE;
  const found = new Set<number>();
  let before = -1;
  for (let at = directoryAt, first = 0; at + 8 <= postings.length; at += 4, first += 256) {
    const end = postings.readUInt32LE(at + 4);
    for (let entry = postings.readUInt32LE(at); entry < end; entry++) {
      const series = first + postings.readUInt8(3 * entry);
      const row = postings.readUInt16LE(3 * entry + 1);
      if (rows[row]?.seriesId !== series) return `postings: row ${String(row)}`;
      const place = series * BLOCK_SIZE + row;
      if (place <= before) return `postings: order of row ${String(row)}`;
      before = place;
      found.add(row);
    }
  }
  return found.size === rows.length ? null : 'postings: rows are missing';
}

/** Runs of rows: quarters of an hour since the run before, and rows, as variable-length integers. */
function differenceOfQuarters({ quarters }: StoredBlock, rows: readonly Row[]): string | null {
  if (quarters === null) return null;
  const integers = readIntegers(quarters).map(({ integer }) => integer);
  let quarter = 0;
  let row = 0;
  for (let index = 0; index < integers.length; index += 2) {
    const step = integers[index] ?? 0;
    quarter += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const end = row + (integers[index + 1] ?? 0);
    for (; row < end; row++) {
      if (Math.floor((rows[row]?.detectedAt ?? 0) / 900_000) !== quarter) {
        return `quarters: row ${String(row)}`;
      }
    }
  }
  return row === rows.length ? null : 'quarters: rows are missing';
}
