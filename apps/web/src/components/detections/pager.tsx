'use client';

import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  type LucideIcon,
} from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { PAGE_SIZES } from './list-params.ts';

/** First, previous, next, last, and any page by its number. */
export function Pager({
  page,
  pages,
  size,
  rows,
  asOf,
  onTurn,
  onSize,
}: {
  page: number;
  pages: number;
  size: number;
  /** Null: not known yet. */
  rows: { from: number; to: number } | null;
  asOf: number | null;
  onTurn: (page: number) => void;
  onSize: (size: number) => void;
}) {
  const format = useFormat();
  const turn = (label: string, Icon: LucideIcon, to: number) => (
    <button
      type="button"
      className="btn icon ghost"
      aria-label={label}
      title={label}
      disabled={to < 1 || to > pages || to === page}
      onClick={() => {
        onTurn(to);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
  return (
    <nav className="pager" aria-label="Pages">
      {turn('First page', ChevronFirst, 1)}
      {turn('Previous page', ChevronLeft, page - 1)}
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = Number(new FormData(event.currentTarget).get('page'));
          if (Number.isInteger(wanted)) onTurn(Math.min(pages, Math.max(1, wanted)));
        }}
      >
        <label htmlFor="page">Page</label>
        <input
          // Made anew with each page, so that it shows where the person is.
          key={page}
          id="page"
          name="page"
          className="input"
          inputMode="numeric"
          defaultValue={page}
        />
        <span>of {format.count(pages)}</span>
      </form>
      {turn('Next page', ChevronRight, page + 1)}
      {turn('Last page', ChevronLast, pages)}
      <span className="grow" />
      <span className="max-md:hidden ink-3">
        {rows
          ? rows.to === 0
            ? 'No rows'
            : `Rows ${format.count(rows.from)} to ${format.count(rows.to)}`
          : ''}
        {asOf ? `, frozen at ${format.count(asOf)}` : ''}
      </span>
      <label className="row max-md:hidden">
        <span className="sr">Rows on a page</span>
        <select
          className="btn ghost"
          value={size}
          onChange={(event) => {
            onSize(Number(event.currentTarget.value));
          }}
        >
          {[...new Set([...PAGE_SIZES, size])].map((option) => (
            <option key={option} value={option}>
              {format.count(option)} rows
            </option>
          ))}
        </select>
      </label>
    </nav>
  );
}
