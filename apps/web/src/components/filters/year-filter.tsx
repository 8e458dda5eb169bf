'use client';

import { FilterButton } from './filter-button.tsx';
import { RangeForm } from './range-form.tsx';

/** The model year: one, or a range with both ends included. */
export function YearFilter({
  year,
  onChange,
}: {
  year: string | null;
  onChange: (year: string | null) => void;
}) {
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
        <RangeForm
          by="year"
          ends={{ from, to }}
          input={{ inputMode: 'numeric' }}
          className="row"
          onFilter={(given) => {
            // One end alone is one year.
            const ends = [given.from, given.to].filter((end) => end !== '').sort();
            if (ends.some((end) => !/^\d{4}$/.test(end))) return 'Expected years with four digits';
            const [low = '', high = low] = ends;
            close();
            onChange(low === '' ? null : low === high ? low : `${low}..${high}`);
            return null;
          }}
        />
      )}
    </FilterButton>
  );
}
