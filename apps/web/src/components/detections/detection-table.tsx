'use client';

import type { Detection } from '@intellisite/contracts';
import { SearchX } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';

const SKELETON_ROWS = 24;

/** A page of the list. A row opens its detection with a click or with Enter. */
export function DetectionTable({
  rows,
  limit,
  stale,
  selected,
  onSelect,
}: {
  /** Null: not known yet. */
  rows: readonly Detection[] | null;
  limit: number;
  /** Whether these are the rows of the page before, while the next ones come. */
  stale: boolean;
  selected: number | null;
  onSelect: (id: number) => void;
}) {
  const format = useFormat();
  if (rows?.length === 0) {
    return (
      <div className="blank">
        <SearchX className="i" aria-hidden />
        <h3>No detection is like this</h3>
        <p>Nothing that was indexed so far passes these filters. Remove one of them.</p>
      </div>
    );
  }
  return (
    <div className="scroll" aria-busy={stale || rows === null}>
      <table className="tbl flow detections">
        <thead>
          <tr>
            <th scope="col">Detected</th>
            <th scope="col" className="num">
              Year
            </th>
            <th scope="col">Make</th>
            <th scope="col">Model</th>
            <th scope="col">Category</th>
            <th scope="col">Camera</th>
            <th scope="col" className="num">
              Number
            </th>
          </tr>
        </thead>
        <tbody>
          {rows === null
            ? Array.from({ length: Math.min(limit, SKELETON_ROWS) }, (_, index) => (
                <tr key={index} aria-hidden="true">
                  <td colSpan={7}>
                    <span className="sk h-3.5" />
                  </td>
                </tr>
              ))
            : rows.map((row) => (
                <tr
                  key={row.id}
                  aria-selected={row.id === selected}
                  onClick={() => {
                    onSelect(row.id);
                  }}
                >
                  <td className="at">
                    <time dateTime={row.timestamp} title={format.exact(row.timestamp)}>
                      {format.clock(row.timestamp)}{' '}
                      <span className="day ink-3">{format.day(row.timestamp)}</span>
                    </time>
                  </td>
                  <td className="num year">{row.year}</td>
                  <td className="med make">
                    <HostileText
                      text={row.make}
                      className="cut inline-block max-w-56 align-bottom"
                    />
                  </td>
                  <td className="model">
                    <HostileText
                      text={row.model}
                      className="cut inline-block max-w-56 align-bottom"
                    />
                  </td>
                  <td className="what">
                    <span className="row gap-1">
                      {row.categories.map((category) => (
                        <span key={category} className="tag">
                          <HostileText text={category} className="cut max-w-40" />
                        </span>
                      ))}
                    </span>
                  </td>
                  <td className="ink-2 where">
                    {row.source === null ? (
                      <span className="ink-3">not named</span>
                    ) : (
                      <HostileText
                        text={row.source}
                        className="cut inline-block max-w-48 align-bottom"
                      />
                    )}
                  </td>
                  <td className="num number">
                    <button
                      type="button"
                      className="link"
                      aria-label={`Open detection ${String(row.id)}`}
                      onClick={(event) => {
                        event.stopPropagation();
                        onSelect(row.id);
                      }}
                    >
                      {format.count(row.id)}
                    </button>
                  </td>
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}
