'use client';

import type { ReactNode } from 'react';
import { isFiltered, UNFILTERED, type Filters } from './filter-params.ts';
import { NameFilter } from './name-filter.tsx';
import { TimeFilter } from './time-filter.tsx';
import { YearFilter } from './year-filter.tsx';

const NAMES = [
  { member: 'make', label: 'Make', suggest: 'make' },
  { member: 'model', label: 'Model', suggest: 'model' },
  { member: 'category', label: 'Category', suggest: 'category' },
  { member: 'source', label: 'Camera', suggest: 'source' },
] as const;

/** The filters, in an order that stays: those that are set can be changed or removed, the others added. */
export function FilterBar({
  filters,
  onChange,
  children,
}: {
  filters: Filters;
  onChange: (changes: Partial<Filters>) => void;
  /** What can be done with what is filtered. */
  children: ReactNode;
}) {
  const { make, model, category, source, year, from, to } = filters;
  return (
    <div className="bar-top" role="group" aria-label="Filters">
      {NAMES.map(({ member, label, suggest }) => (
        <NameFilter
          key={member}
          label={label}
          suggest={suggest}
          within={member === 'model' ? make : null}
          values={{ make, model, category, source }[member] ?? []}
          onChange={(values) => {
            onChange({ [member]: values.length === 0 ? null : values });
          }}
        />
      ))}
      <YearFilter
        year={year}
        onChange={(next) => {
          onChange({ year: next });
        }}
      />
      <TimeFilter
        from={from}
        to={to}
        onChange={(range) => {
          onChange(range);
        }}
      />
      {isFiltered(filters) ? (
        <button
          type="button"
          className="btn ghost"
          onClick={() => {
            onChange(UNFILTERED);
          }}
        >
          Clear
        </button>
      ) : null}
      <span className="bar-acts">{children}</span>
    </div>
  );
}
