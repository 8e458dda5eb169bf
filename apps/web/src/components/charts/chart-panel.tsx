'use client';

import { ChartColumn, Table } from 'lucide-react';
import type { ReactNode } from 'react';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { DownloadMenu } from './download-menu.tsx';
import type { ChartFile } from './picture/chart-file.ts';

export type ChartView = 'chart' | 'table';

const VIEWS = [
  { value: 'chart', name: 'Chart', icon: <ChartColumn className="i i-s" aria-hidden /> },
  { value: 'table', name: 'Table', icon: <Table className="i i-s" aria-hidden /> },
] as const;

/** A chart or its table, as the person likes it, with what can be done with it. */
export function ChartPanel({
  title,
  note,
  className = '',
  controls,
  view,
  onView,
  file,
  failed,
  stale,
  footer,
  children,
}: {
  title: string;
  note?: ReactNode;
  className?: string;
  /** Before those that every chart has. */
  controls?: ReactNode;
  view: ChartView;
  onView: (view: ChartView) => void;
  /** What can be downloaded; null: nothing is there yet. */
  file: ChartFile | null;
  /** Why there is nothing to show, and the way on. */
  failed: { error: unknown; retry: () => void } | null;
  /** Whether what is shown is about to be replaced. */
  stale: boolean;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Panel
      title={title}
      note={note}
      className={className}
      actions={
        <>
          {controls}
          <Segmented
            label={`Show ${title.toLowerCase()} as`}
            value={view}
            segments={VIEWS}
            onChange={onView}
          />
          <DownloadMenu title={title} file={file} />
        </>
      }
    >
      {failed ? (
        <Failure what="The chart" error={failed.error} onRetry={failed.retry} />
      ) : (
        <div className={stale ? 'chart-c stale' : 'chart-c'} aria-busy={stale}>
          {children}
        </div>
      )}
      {footer === undefined ? null : <div className="panel-f">{footer}</div>}
    </Panel>
  );
}
