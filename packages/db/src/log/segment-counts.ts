import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import type { LogView, Segment } from './log-view.ts';
import { atAnyTime, countRows, isTimeless } from './rows.ts';
import { FEW_SERIES } from './selected-rows.ts';
import type { Selection } from './series-selection.ts';

/** How many rows of a view are where. */
export interface SegmentCounts {
  /** Rows of the view's series in the whole log up to the end of a complete block; -1: none. */
  through(view: LogView, block: number): Promise<number>;
  of(view: LogView, segment: Segment): Promise<number>;
}

/** What was counted for a selection; valid for ever, because nothing that was committed changes. */
interface Memory {
  /** By block. */
  readonly through: Map<number, number>;
  /** Of the rows at the end of the log, which are counted on as they come. */
  end: { block: number; start: number; end: number; count: number } | null;
}

export function createSegmentCounts(store: BlockStore): SegmentCounts {
  const memories = new WeakMap<Selection, Memory>();

  function memoryOf(selection: Selection): Memory {
    let memory = memories.get(selection);
    if (!memory) {
      memory = { through: new Map(), end: null };
      memories.set(selection, memory);
    }
    return memory;
  }

  async function countThrough(view: LogView, selection: Selection, block: number) {
    let number = block;
    while (number >= 0 && store.headers[number]?.hasTotals !== true) number -= 1;
    const count = await countBlocks(view, selection, number + 1, block);
    if (number < 0) return count;
    return count + (await store.sumTotals(number, selection.ids));
  }

  async function countBlocks(view: LogView, selection: Selection, first: number, last: number) {
    if (selection.ids.length <= FEW_SERIES) {
      const blocks = Array.from({ length: last + 1 - first }, (_, index) => first + index);
      const selected = await store.selected.read(blocks, selection);
      return selected.reduce((sum, { rows }) => sum + rows.length, 0);
    }
    const condition = atAnyTime(view);
    let count = 0;
    for (let block = first; block <= last; block++) {
      const rows = await store.rows(block, 0, BLOCK_SIZE);
      count += countRows(rows, 0, BLOCK_SIZE, condition);
    }
    return count;
  }

  async function countEnd(
    view: LogView,
    selection: Selection,
    { block, start, end }: Extract<Segment, { kind: 'rows' }>,
  ): Promise<number> {
    const rows = await store.rows(block, start, end);
    const memory = memoryOf(selection);
    const known = memory.end;
    const goesOn = known?.block === block && known.start === start && known.end <= end;
    const before = goesOn ? known : { end: start, count: 0 };
    const count = before.count + countRows(rows, before.end, end, view);
    memory.end = { block, start, end, count };
    return count;
  }

  const counts: SegmentCounts = {
    async through(view, block) {
      const { selection } = view;
      if (block < 0) return 0;
      if (!selection) return (block + 1) * BLOCK_SIZE;
      const { through } = memoryOf(selection);
      const known = through.get(block);
      if (known !== undefined) return known;
      const counted = await countThrough(view, selection, block);
      through.set(block, counted);
      return counted;
    },
    async of(view, segment) {
      if (segment.kind === 'blocks') {
        const through = await counts.through(view, segment.last);
        return through - (await counts.through(view, segment.first - 1));
      }
      const { block, start, end } = segment;
      if (isTimeless(view)) {
        return view.selection ? await countEnd(view, view.selection, segment) : end - start;
      }
      return countRows(await store.rows(block, start, end), start, end, view);
    },
  };
  return counts;
}
