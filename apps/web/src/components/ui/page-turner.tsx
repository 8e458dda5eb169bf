'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';

/** To the page before and after, for lists that nobody reads to their end. */
export function PageTurner({
  label,
  page,
  size,
  total,
  onTurn,
}: {
  label: string;
  /** From 1. */
  page: number;
  size: number;
  total: number;
  onTurn: (page: number) => void;
}) {
  const format = useFormat();
  const pages = Math.max(1, Math.ceil(total / size));
  const first = Math.min(total, (page - 1) * size + 1);
  return (
    <nav className="row" aria-label={label}>
      <span aria-live="polite">
        {format.count(first)} to {format.count(Math.min(total, page * size))} of{' '}
        {format.count(total)}
      </span>
      <button
        type="button"
        className="btn icon ghost s"
        aria-label="Previous page"
        title="Previous page"
        disabled={page <= 1}
        onClick={() => {
          onTurn(page - 1);
        }}
      >
        <ChevronLeft className="i" aria-hidden />
      </button>
      <button
        type="button"
        className="btn icon ghost s"
        aria-label="Next page"
        title="Next page"
        disabled={page >= pages}
        onClick={() => {
          onTurn(page + 1);
        }}
      >
        <ChevronRight className="i" aria-hidden />
      </button>
    </nav>
  );
}
