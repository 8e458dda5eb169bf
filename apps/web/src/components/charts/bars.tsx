'use client';

import Link from 'next/link';
import { Fragment } from 'react';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { logPlace, logScale } from './count-scale.ts';

export interface BarRow {
  /** What it is, the most general first: a make, and perhaps its model. */
  names: readonly string[];
  count: number;
  /** Opens what the bar counts. */
  href: string;
}

/** linear: the longest bar fills its place; log: dots by powers of ten; share: all would fill it. */
export type BarScale = 'linear' | 'log' | 'share';

/** Sorted bars with number and share beside them: a list, so that it is its own table. */
export function Bars({
  label,
  rows,
  total,
  scale = 'linear',
  most = rows[0]?.count ?? 0,
  places = 0,
}: {
  label: string;
  rows: readonly BarRow[];
  /** What the shares are of. */
  total: number;
  scale?: BarScale;
  /** The largest count, where it is none of these. */
  most?: number;
  /** Rows that there is room for in any case, so that nothing moves when they come. */
  places?: number;
}) {
  const format = useFormat();
  return (
    <ul className="bars" aria-label={label}>
      {scale === 'log' ? <LogAxis most={most} /> : null}
      {rows.map(({ names, count, href }) => (
        <li key={names.join('\0')}>
          <Link className="bar" href={href} prefetch={false} scroll={false}>
            <span className="names cut">
              {names.map((name, index) => (
                <Fragment key={names.slice(0, index + 1).join('\0')}>
                  {index === 0 ? '' : ' '}
                  <HostileText text={name} className={index === names.length - 1 ? '' : 'ink-3'} />
                </Fragment>
              ))}
            </span>
            <BarMark count={count} most={scale === 'share' ? total : most} scale={scale} />
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

/** A length says nothing on a logarithmic axis, so there it is a place. */
function BarMark({ count, most, scale }: { count: number; most: number; scale: BarScale }) {
  if (scale === 'log') {
    const axis = logScale([most]);
    return (
      <svg className="log" aria-hidden>
        {axis.ticks.map((tick) => (
          <line
            key={tick}
            className="grid-l"
            x1={`${logPlace(tick, axis)}%`}
            x2={`${logPlace(tick, axis)}%`}
            y2="100%"
          />
        ))}
        <circle className="val" cx={`${logPlace(count, axis)}%`} cy="50%" r="4.5" />
      </svg>
    );
  }
  return (
    <svg aria-hidden>
      <rect className="trk" width="100%" height="100%" rx="2" />
      <rect className="val" width={`${(100 * count) / Math.max(1, most)}%`} height="100%" rx="2" />
    </svg>
  );
}

/** Which powers of ten the lines between the dots are. */
function LogAxis({ most }: { most: number }) {
  const format = useFormat();
  const axis = logScale([most]);
  return (
    <li className="bar" aria-hidden>
      <span />
      <span className="log-axis">
        {axis.ticks.map((tick) => (
          <span key={tick} style={{ left: `${logPlace(tick, axis)}%` }}>
            {format.short(tick)}
          </span>
        ))}
      </span>
    </li>
  );
}
