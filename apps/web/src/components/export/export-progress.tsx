'use client';

import { CircleAlert, CircleCheck, CircleMinus, Download, X, type LucideIcon } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useClock } from '../../lib/use-clock.ts';
import { useFormat } from '../locale-provider.tsx';
import { exportJob, type ExportState } from './export-job.ts';

const NONE: ExportState = { status: 'none' };
/** An estimate of less is a guess. */
const ESTIMATE_AFTER_MS = 2_000;

/** How far the export has come, over whatever view the person looks at; and what became of it. */
export function ExportProgress() {
  const state = useSyncExternalStore(exportJob.subscribe, exportJob.state, () => NONE);
  return (
    <div
      className="fixed bottom-14 left-1/2 z-20 max-w-[calc(100vw-2rem)] -translate-x-1/2 max-md:bottom-18"
      role="status"
    >
      {state.status === 'none' ? null : state.status === 'writing' ? (
        <Writing {...state} />
      ) : (
        <Ended state={state} />
      )}
    </div>
  );
}

function Writing({
  request: { total },
  fileName,
  rows,
  startedAt,
}: Extract<ExportState, { status: 'writing' }>) {
  const format = useFormat();
  const elapsed = useClock((now) => now - startedAt);
  const left =
    rows > 0 && elapsed > ESTIMATE_AFTER_MS
      ? `, about ${format.duration((elapsed * (total - rows)) / rows)} left`
      : '';
  return (
    <div className="toast">
      <Download className="i" aria-hidden />
      <div className="grow">
        <b>Writing {fileName}</b>
        {/* Its changes are many: they are read when they are asked for. */}
        <p aria-live="off">
          {format.count(rows)} of {format.count(total)} rows{left}
        </p>
        <div
          className="prog"
          role="progressbar"
          aria-label="Rows written"
          aria-valuemax={total}
          aria-valuenow={rows}
        >
          <i style={{ width: `${String((100 * rows) / Math.max(1, total))}%` }} />
        </div>
      </div>
      <button type="button" className="btn s" onClick={exportJob.cancel}>
        Cancel
      </button>
    </div>
  );
}

/** Stays until it is closed: whoever exports much looks at it again much later. */
function Ended({ state }: { state: Exclude<ExportState, { status: 'none' | 'writing' }> }) {
  const format = useFormat();
  switch (state.status) {
    case 'done':
      return (
        <Message icon={CircleCheck} mark="mark-ok" title={`${state.fileName} is written`}>
          {format.count(state.rows)} rows: everything that was asked for.
        </Message>
      );
    case 'cancelled':
      return (
        <Message icon={CircleMinus} mark="ink-3" title="The export was cancelled">
          Nothing was written into {state.fileName}.
        </Message>
      );
    case 'failed':
      return (
        <Message icon={CircleAlert} mark="mark-danger" title={`${state.fileName} was not written`}>
          {state.reason ??
            'It broke off, and nothing was kept. See that there is room on the disk and a connection, then export again.'}
        </Message>
      );
  }
}

function Message({
  icon: Icon,
  mark,
  title,
  children,
}: {
  icon: LucideIcon;
  mark: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="toast">
      <Icon className={`i ${mark}`} aria-hidden />
      <div className="grow">
        <b>{title}</b>
        <p>{children}</p>
      </div>
      <button
        type="button"
        className="btn icon ghost s"
        aria-label="Close"
        onClick={exportJob.dismiss}
      >
        <X className="i" aria-hidden />
      </button>
    </div>
  );
}
