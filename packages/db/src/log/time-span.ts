import type { BlockStore } from './block-store.ts';
import type { TimeSpan } from './log-reader.ts';
import { segmentsOf, type LogView } from './log-view.ts';

/** When the first and the last row of a view of any time were detected; null when it has none. */
export async function spanOf(store: BlockStore, view: LogView): Promise<TimeSpan | null> {
  let min = Infinity;
  let max = -Infinity;
  for (const segment of segmentsOf(store, view)) {
    if (segment.kind === 'blocks') {
      for (const header of store.headers.slice(segment.first, segment.last + 1)) {
        min = Math.min(min, header?.min ?? min);
        max = Math.max(max, header?.max ?? max);
      }
    } else {
      const { base, offsets } = await store.rows(segment.block, segment.start, segment.end);
      for (let row = segment.start; row < segment.end; row++) {
        const time = base + (offsets[row] ?? 0);
        if (time < min) min = time;
        if (time > max) max = time;
      }
    }
  }
  return min <= max ? { min, max } : null;
}
