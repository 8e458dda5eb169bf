import type { Log } from '../blocks/block-codec.ts';
import type { Snapshot } from '../snapshots.ts';
import { createAlertColumnReader, type AlertColumnReader } from './alert-columns.ts';
import {
  createBlockCaches,
  createBlockStore,
  type BlockCaches,
  type BlockStore,
} from './block-store.ts';
import { boundsOf } from './log-view.ts';
import type { Presentation } from './log-rows.ts';
import { createLogSource, type LogServers, type LogSource } from './log-source.ts';
import { createQuarterCounts } from './quarter-counts.ts';
import { createRowTails } from './row-format.ts';
import { createRowWriter } from './row-writer.ts';
import { createSegmentCounts, type SegmentCounts } from './segment-counts.ts';
import { createSeriesCatalogue, type SeriesCatalogue } from './series-catalogue.ts';
import { createSeriesCounts } from './series-counts.ts';
import { createSelections, type Selections } from './series-selection.ts';
import { createStatsReader, type StatsReader } from './stats.ts';
import { createTimelineReader, type TimelineReader } from './timeline.ts';
import { createViewCounts, type ViewCounts } from './view-counts.ts';

/** What is remembered of one log. */
export interface LogState {
  store: BlockStore;
  segmentCounts: SegmentCounts;
  viewCounts: ViewCounts;
  stats: StatsReader;
  timeline: TimelineReader;
}

/** Everything that is remembered of one database. */
export interface StoreState {
  source: LogSource;
  catalogue: SeriesCatalogue;
  selections: Selections;
  presentation: Presentation;
  alertColumns: AlertColumnReader;
  detections: LogState;
  alerts: LogState;
}

export interface StoreStates {
  /** Knows all that a question about this log of the snapshot needs to know beforehand. */
  at(snapshot: Snapshot, log: Log): Promise<StoreState>;
}

/**
 * When the database turns out to be another one, its memory begins anew; a question that is under way
 * goes on with the memory that it began with.
 *
 * All queries that fill the memory of an epoch answer nothing in another one, so a question that was
 * overtaken by a reset fails (`StoreChangedError`) and never mixes the two.
 */
export function createStoreStates(servers: LogServers, cacheBytes: number): StoreStates {
  let newest: StoreState | null = null;
  return {
    async at(snapshot, log) {
      if (newest?.source.epoch !== snapshot.epoch) {
        newest = createStoreState(createLogSource(servers, snapshot.epoch), cacheBytes);
      }
      const state = newest;
      await state.catalogue.reach(snapshot.newestSeries);
      await state[log].store.reach(boundsOf(snapshot, log).head);
      return state;
    },
  };
}

function createStoreState(source: LogSource, cacheBytes: number): StoreState {
  const catalogue = createSeriesCatalogue(source);
  const caches = createBlockCaches(cacheBytes);
  return {
    source,
    catalogue,
    selections: createSelections(catalogue),
    presentation: { catalogue, tails: createRowTails(catalogue), writer: createRowWriter() },
    alertColumns: createAlertColumnReader(source),
    detections: createLogState(source, 'detections', catalogue, caches),
    alerts: createLogState(source, 'alerts', catalogue, caches),
  };
}

function createLogState(
  source: LogSource,
  log: Log,
  catalogue: SeriesCatalogue,
  caches: BlockCaches,
): LogState {
  const store = createBlockStore(source, log, caches);
  const segmentCounts = createSegmentCounts(store);
  const viewCounts = createViewCounts(store, catalogue, createSeriesCounts(store, catalogue));
  return {
    store,
    segmentCounts,
    viewCounts,
    stats: createStatsReader(catalogue, viewCounts),
    timeline: createTimelineReader(
      store,
      segmentCounts,
      createQuarterCounts(source, log, store.selected),
    ),
  };
}
