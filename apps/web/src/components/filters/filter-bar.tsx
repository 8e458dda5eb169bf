'use client';

import type { ReactNode } from 'react';
import { FilterChip } from './filter-chip.tsx';
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

/** The filters that are set, each to be changed or removed, and those that can be added. */
export function FilterBar({
  filters,
  onChange,
  children,
}: {
  filters: Filters;
  onChange: (changes: Partial<Filters>) => void;
  children?: ReactNode;
}) {
  const { make, model, category, source, year, from, to } = filters;
  return (
    <div className="bar-top" role="group" aria-label="Filters">
      {NAMES.map(({ member, label }) => {
        const values = filters[member];
        return values ? (
          <FilterChip
            key={member}
            label={label}
            value={values.join(' or ')}
            onRemove={() => {
              onChange({ [member]: null });
            }}
          />
        ) : null;
      })}
      {year === null ? null : (
        <FilterChip
          label="Year"
          value={year.replace('..', ' to ')}
          onRemove={() => {
            onChange({ year: null });
          }}
        />
      )}
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
      <span className="grow" />
      {children}
    </div>
  );
}
