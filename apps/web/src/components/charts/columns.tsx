'use client';

import Link from 'next/link';
import { useFormat } from '../locale-provider.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { countScale } from './count-scale.ts';
import type { Tick } from './time-ticks.ts';

export interface Column {
  name: string;
  count: number;
  /** Opens what it counts. */
  href: string;
}

/** So many names have room. */
const MOST_NAMES = 22;

/** Names below an axis of columns, in percent of it. */
export function columnNames(columns: readonly Column[]): Tick[] {
  const every = Math.ceil(columns.length / MOST_NAMES);
  return columns.flatMap(({ name }, index) =>
    index % every === 0 ? [{ at: (100 * (index + 0.5)) / columns.length, label: name }] : [],
  );
}

/** Counts of what has an order of its own, from zero. */
export function Columns({
  label,
  columns,
  total,
}: {
  label: string;
  columns: readonly Column[];
  /** What the shares are of. */
  total: number;
}) {
  const format = useFormat();
  const scale = countScale(columns.map(({ count }) => count));
  return (
    <ChartFrame label={label} scale={scale} ticks={columnNames(columns)} between>
      <ol className="columns">
        {columns.map(({ name, count, href }) => {
          const text = `${name}: ${format.count(count)}, ${format.share(count / total)}`;
          return (
            <li key={name}>
              {count === 0 ? null : (
                <Link href={href} prefetch={false} title={text} aria-label={text}>
                  <span style={{ height: `${(100 * count) / scale.max}%` }} />
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </ChartFrame>
  );
}
