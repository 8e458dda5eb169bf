import type { BlockStore } from './block-store.ts';
import type { LogSpan } from './log-reader.ts';
import { segmentsOf, type LogView } from './log-view.ts';

/** Complete blocks know theirs; the rows of the two at the ends are looked through. */
export async function spanOf(store: BlockStore, view: LogView): Promise<LogSpan> {
  let [earliest, latest] = [Infinity, -Infinity];
  for (const segment of segmentsOf(store, view)) {
    if (segment.kind === 'blocks') {
      for (const header of store.headers.slice(segment.first, segment.last + 1)) {
        earliest = Math.min(earliest, header?.min ?? Infinity);
        latest = Math.max(latest, header?.max ?? -Infinity);
      }
      continue;
    }
    const { block, start, end } = segment;
    const { base, offsets } = await store.rows(block, start, end);
    for (let row = start; row < end; row++) {
      const time = base + (offsets[row] ?? 0);
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
    }
  }
  return earliest > latest ? { earliest: null, latest: null } : { earliest, latest };
}
