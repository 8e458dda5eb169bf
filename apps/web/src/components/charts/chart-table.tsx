'use client';

import Link from 'next/link';
import { HostileText } from '../ui/hostile-text.tsx';

export interface ChartTableRow {
  key: string;
  /** As many as there are columns before the figures; one that is a name of cameras is text of anybody. */
  names: readonly string[];
  /** Opens what the row counts. */
  href?: string | undefined;
  /** As a person reads them. */
  figures: readonly string[];
}

/** A chart in figures, for those who cannot see it and those who want to read it. */
export function ChartTable({
  caption,
  names,
  figures,
  rows,
  hidden = false,
}: {
  caption: string;
  /** Heads of the columns. */
  names: readonly string[];
  figures: readonly string[];
  rows: readonly ChartTableRow[];
  /** Beside the chart, for screen readers alone. */
  hidden?: boolean;
}) {
  return (
    <div className={hidden ? 'sr' : 'chart-t'} {...(hidden ? {} : { tabIndex: 0 })}>
      <table className="tbl compact">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {figures.map((figure) => (
              <th key={figure} scope="col" className="num">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, names: its, href, figures: values }) => (
            <tr key={key}>
              {its.map((name, index) => (
                <td key={names[index]} className="cut max-w-48">
                  {href !== undefined && !hidden && index === its.length - 1 ? (
                    <Link className="link" href={href} prefetch={false} scroll={false}>
                      <HostileText text={name} />
                    </Link>
                  ) : (
                    <HostileText text={name} />
                  )}
                </td>
              ))}
              {values.map((value, index) => (
                <td key={figures[index]} className="num">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
