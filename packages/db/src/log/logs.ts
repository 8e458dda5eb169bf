import type { Alert, Detection } from '@intellisite/contracts';
import type { Log } from '../blocks/block-codec.ts';
import type { Snapshot } from '../snapshots.ts';
import { locateRows, takeLocated } from './find-rows.ts';
import { alertRows, ALERT_CSV_HEADER, detectionRows, DETECTION_CSV_HEADER } from './log-rows.ts';
import type { LogQuery, LogReader, LogRows, Logs } from './log-reader.ts';
import type { LogServers } from './log-source.ts';
import {
  createStoreStates,
  type LogState,
  type StoreState,
  type StoreStates,
} from './log-state.ts';
import { boundsOf, viewOf, type LogView } from './log-view.ts';
import type { FoundRows } from './rows.ts';
import { scanRows } from './scan.ts';
import { findSingleRow } from './single-row.ts';
import { spanOf } from './span.ts';
import { suggestNames } from './suggest.ts';

export interface LogsOptions extends LogServers {
  /** For what is kept in memory of blocks; what else is kept is some 100 MB with 70,000 series. */
  cacheBytes?: number;
}

const CACHE_BYTES = 128 * 1024 * 1024;

export function createLogs({ cacheBytes = CACHE_BYTES, ...servers }: LogsOptions): Logs {
  const states = createStoreStates(servers, cacheBytes);
  return {
    detections: createLogReader<Detection>(states, {
      log: 'detections',
      csvHeader: DETECTION_CSV_HEADER,
      present: (state, found) => Promise.resolve(detectionRows(found, state.presentation)),
    }),
    alerts: createLogReader<Alert>(states, {
      log: 'alerts',
      csvHeader: ALERT_CSV_HEADER,
      async present({ alertColumns, presentation }, found) {
        return alertRows(found, await alertColumns.read(found.numbers), presentation);
      },
    }),
    async suggest(snapshot, query) {
      const { detections, catalogue, selections } = await states.at(snapshot, 'detections');
      const all = viewOf(boundsOf(snapshot, 'detections'), selections, { filter: {} });
      return await detections.viewCounts.read(all, (bySeries) =>
        suggestNames(catalogue, bySeries, query),
      );
    },
  };
}

interface LogKind<Row> {
  log: Log;
  csvHeader: string;
  present: (state: StoreState, found: FoundRows) => Promise<LogRows<Row>>;
}

function createLogReader<Row>(
  states: StoreStates,
  { log, csvHeader, present }: LogKind<Row>,
): LogReader<Row> {
  /** The part of the log that a query is about, and what is known of the log. */
  async function view(
    snapshot: Snapshot,
    query: LogQuery,
  ): Promise<{ state: StoreState; of: LogState; view: LogView }> {
    const state = await states.at(snapshot, log);
    const bounds = boundsOf(snapshot, log);
    return { state, of: state[log], view: viewOf(bounds, state.selections, query) };
  }

  return {
    csvHeader,
    async page(snapshot, query) {
      const { state, of, view: its } = await view(snapshot, query);
      const { store, segmentCounts } = of;
      const located = await locateRows(store, segmentCounts, its);
      const found = await takeLocated(store, segmentCounts, located, query);
      return { rows: await present(state, found), total: located.total, asOf: its.asOf };
    },
    async stats(snapshot, query) {
      const { of, view: its } = await view(snapshot, query);
      return await of.stats.of(its, query.by);
    },
    async timeline(snapshot, query) {
      const { of, view: its } = await view(snapshot, query);
      return { counts: await of.timeline.of(its, query.boundaries), asOf: its.asOf };
    },
    async span(snapshot, { asOf }) {
      const { of, view: its } = await view(snapshot, { filter: {}, asOf });
      return await spanOf(of.store, its);
    },
    async find(snapshot, number) {
      const { head, floor } = boundsOf(snapshot, log);
      if (number <= floor || number > head) return null;
      const state = await states.at(snapshot, log);
      const found = await findSingleRow(state.source, log, number);
      return (await present(state, found)).objects()[0] ?? null;
    },
    async *scan(snapshot, query) {
      const { state, of, view: its } = await view(snapshot, query);
      for await (const found of scanRows(
        of.store,
        of.segmentCounts,
        its,
        query.order,
        query.signal,
      )) {
        yield await present(state, found);
      }
    },
  };
}
