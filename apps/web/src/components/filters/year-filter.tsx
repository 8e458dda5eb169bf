'use client';

import { useState } from 'react';
import { FilterButton } from './filter-button.tsx';

/** The model year: one, or a range with both ends included. */
export function YearFilter({
  year,
  onChange,
}: {
  year: string | null;
  onChange: (year: string | null) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [from = '', to = from] = (year ?? '').split('..');
  return (
    <FilterButton
      label="Year"
      value={year?.replace('..', ' to ') ?? null}
      width="w-64"
      onRemove={() => {
        onChange(null);
      }}
    >
      {(close) => (
        <form
          className="grid gap-3 p-2"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const ends = ['from', 'to']
              .map((name) => form.get(name))
              .filter((end) => typeof end === 'string')
              .map((end) => end.trim())
              .filter((end) => end !== '');
            if (ends.some((end) => !/^\d{4}$/.test(end))) {
              setProblem('Expected years with four digits');
              return;
            }
            const [low = '', high = low] = ends.sort();
            setProblem(null);
            close();
            onChange(low === '' ? null : low === high ? low : `${low}..${high}`);
          }}
        >
          <div className="row">
            <label className="field grow">
              <span className="lab">From</span>
              <input className="input" name="from" inputMode="numeric" defaultValue={from} />
            </label>
            <label className="field grow">
              <span className="lab">To</span>
              <input className="input" name="to" inputMode="numeric" defaultValue={to} />
            </label>
          </div>
          {problem === null ? null : (
            <p className="field" role="alert">
              <span className="err">{problem}</span>
            </p>
          )}
          <button type="submit" className="btn primary">
            Filter by year
          </button>
        </form>
      )}
    </FilterButton>
  );
}
