'use client';

import { TIMELINE_INTERVALS } from '@intellisite/contracts';
import { useRouter } from 'next/navigation';
import type { Format } from '../../lib/format.ts';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import { RangeBrush } from '../charts/range-brush.tsx';
import { canDraw, domainOf, type TimeBucket } from '../charts/time-buckets.ts';
import { TimeChart } from '../charts/time-chart.tsx';
import { useFormat } from '../locale-provider.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { describeFilters } from './describe-filters.ts';
import { detectionsHref } from './drill-down.ts';
import type { ChartProps } from './chart-props.ts';
import type { ChangeParams } from './stats-params.ts';
import { useChartView } from './use-chart-view.ts';
import { useTimeline, type ShownTimeline } from './use-timeline.ts';

const NAMES = { minute: 'Minute', hour: 'Hour', day: 'Day', month: 'Month' } as const;

const STATES = { whole: '', partial: 'in part', unknown: 'not counted' } as const;

/** Detections over time, and a range of it under a glass; each interval opens its detections. */
export function TimelinePanel({
  params,
  onChange,
  counted,
  onFilter,
}: ChartProps & { onFilter: ChangeParams }) {
  const format = useFormat();
  const router = useRouter();
  const view = useChartView('timeline', params, onChange);
  const { shown, failed, stale } = useTimeline({ params, counted });
  const { zoomFrom, zoomTo } = params;
  const zoomed = zoomFrom !== null || zoomTo !== null;
  const open = ({ start, end }: TimeBucket, asOf: number): string =>
    detectionsHref(params, asOf, { from: new Date(start), to: new Date(end) });
  const summary = shown ? summaryOf(shown, format) : '';
  return (
    <ChartPanel
      title="Timeline"
      note={shown ? <TimelineNote shown={shown} /> : ''}
      controls={
        <>
          {zoomed ? (
            <>
              <button
                type="button"
                className="btn ghost s"
                onClick={() => {
                  onFilter({
                    from: zoomFrom ?? params.from,
                    to: zoomTo ?? params.to,
                  });
                }}
              >
                Filter to this range
              </button>
              <button
                type="button"
                className="btn ghost s max-md:hidden"
                onClick={() => {
                  onChange({ zoomFrom: null, zoomTo: null });
                }}
              >
                Show all
              </button>
            </>
          ) : null}
          <span className="max-md:hidden">
            <Segmented
              label="Interval of the timeline"
              value={shown?.interval ?? 'hour'}
              segments={TIMELINE_INTERVALS.map((value) => ({
                value,
                name: NAMES[value],
                disabled: shown !== null && !canDraw(value, domainOf(shown.buckets)),
              }))}
              onChange={(interval) => {
                onChange({ interval });
              }}
            />
          </span>
        </>
      }
      {...view}
      file={
        shown && {
          name: 'detections-over-time',
          title: `Detections per ${shown.interval}`,
          subtitle: `${describeFilters(params, format)}; a ring is not a whole ${shown.interval}`,
          content: { kind: 'time', buckets: shown.buckets },
          records: recordsOf(shown.buckets),
        }
      }
      failed={failed}
      stale={stale}
    >
      {shown === null ? (
        <div className="sk timeline" />
      ) : view.view === 'chart' ? (
        <div className="timeline">
          <TimeChart
            label={summary}
            buckets={shown.buckets}
            interval={shown.interval}
            onOpen={(bucket) => {
              router.push(open(bucket, shown.asOf));
            }}
          />
        </div>
      ) : null}
      {shown === null ? null : (
        <ChartTable
          caption={summary}
          names={['Time']}
          figures={['Detections', 'Counted']}
          hidden={view.view === 'chart'}
          rows={shown.buckets.map((bucket) => ({
            key: String(bucket.start),
            names: [format.interval(shown.interval, bucket.start, bucket.end)],
            href: open(bucket, shown.asOf),
            figures: [
              bucket.state === 'unknown' ? '–' : format.count(bucket.count),
              STATES[bucket.state],
            ],
          }))}
        />
      )}
      {shown === null ? (
        <div className="sk brush" />
      ) : (
        <RangeBrush
          buckets={shown.wholeBuckets}
          from={zoomFrom?.getTime() ?? null}
          to={zoomTo?.getTime() ?? null}
          onChange={({ from, to }) => {
            onChange({
              zoomFrom: from === null ? null : new Date(from),
              zoomTo: to === null ? null : new Date(to),
            });
          }}
        />
      )}
    </ChartPanel>
  );
}

function TimelineNote({ shown: { buckets, interval } }: { shown: ShownTimeline }) {
  const format = useFormat();
  const { from, to } = domainOf(buckets);
  return (
    <>
      <span className="max-md:hidden">detections </span>per {interval}, {format.days(from, to)}
    </>
  );
}

/** In a sentence, for those who do not see it. */
function summaryOf({ buckets, interval }: ShownTimeline, format: Format): string {
  const { from, to } = domainOf(buckets);
  const most = buckets.reduce<TimeBucket | null>(
    (top, bucket) => (top && top.count >= bucket.count ? top : bucket),
    null,
  );
  const peak =
    most && most.count > 0
      ? ` Most: ${format.count(most.count)}, ${format.interval(interval, most.start, most.end)}.`
      : '';
  return `Detections per ${interval}, ${format.days(from, to)}.${peak}`;
}

function recordsOf(buckets: readonly TimeBucket[]): (string | number)[][] {
  return [
    ['From', 'To', 'Detections', 'Counted'],
    ...buckets.map(({ start, end, count, state }) => [
      new Date(start).toISOString(),
      new Date(end).toISOString(),
      state === 'unknown' ? '' : count,
      STATES[state],
    ]),
  ];
}
