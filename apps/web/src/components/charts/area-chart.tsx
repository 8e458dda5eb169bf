'use client';

import {
  Area,
  AreaChart as Chart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormat } from '../locale-provider.tsx';

export interface AreaRow {
  /** RFC 3339 */
  start: string;
  count: number;
}

const TICK = { fontSize: 11, fill: 'var(--color-ink-3)' };

/** Counts over time, from zero. It steps with its data: nothing moves by itself. */
export function AreaChart({ label, rows }: { label: string; rows: readonly AreaRow[] }) {
  const format = useFormat();
  const clock = (start: string): string => format.clock(start).slice(0, 5);
  return (
    <>
      <div role="img" aria-label={label} className="h-full">
        <ResponsiveContainer width="100%" height="100%">
          <Chart data={[...rows]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--color-chart-grid)" />
            <XAxis
              dataKey="start"
              tickFormatter={clock}
              tick={TICK}
              minTickGap={48}
              tickLine={false}
              stroke="var(--color-line-strong)"
            />
            <YAxis
              allowDecimals={false}
              tick={TICK}
              width={44}
              tickLine={false}
              axisLine={false}
              tickFormatter={format.count}
            />
            <Tooltip
              isAnimationActive={false}
              content={({ active, payload }) => {
                const row = payload[0]?.payload as AreaRow | undefined;
                return active && row ? (
                  <div className="tip static">
                    <div>
                      {format.exact(row.start)} <b>{format.count(row.count)}</b>
                    </div>
                  </div>
                ) : null;
              }}
            />
            <Area
              dataKey="count"
              type="linear"
              stroke="var(--color-chart-1)"
              strokeWidth={1.5}
              fill="var(--color-chart-area)"
              fillOpacity={1}
              isAnimationActive={false}
            />
          </Chart>
        </ResponsiveContainer>
      </div>
      <table className="sr">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Minute</th>
            <th scope="col">Detections</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ start, count }) => (
            <tr key={start}>
              <td>{format.exact(start)}</td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
