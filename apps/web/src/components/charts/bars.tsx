'use client';

import Link from 'next/link';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';

export interface BarRow {
  name: string;
  count: number;
  /** Opens what the bar counts. */
  href: string;
}

/** Sorted bars with number and share beside them: a list, so that it is its own table. */
export function Bars({
  label,
  rows,
  total,
  places = 0,
}: {
  label: string;
  rows: readonly BarRow[];
  /** What the shares are of. */
  total: number;
  /** Rows that there is room for in any case, so that nothing moves when they come. */
  places?: number;
}) {
  const format = useFormat();
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ul className="panel-b bars" aria-label={label}>
      {rows.map(({ name, count, href }) => (
        <li key={name}>
          <Link className="bar" href={href}>
            <HostileText text={name} />
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect className="trk" width="100" height="10" rx="1" />
              <rect className="val" width={(100 * count) / most} height="10" rx="1" />
            </svg>
            <span className="num">{format.count(count)}</span>
            <span className="num share">{total === 0 ? '' : format.share(count / total)}</span>
          </Link>
        </li>
      ))}
      {Array.from({ length: Math.max(0, places - rows.length) }, (_, index) => (
        <li key={index} className="bar" aria-hidden="true" />
      ))}
    </ul>
  );
}
