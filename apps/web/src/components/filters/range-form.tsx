'use client';

import { CircleAlert } from 'lucide-react';
import { useState, type ComponentProps } from 'react';

export interface RangeEnds {
  from: string;
  to: string;
}

/** The two ends of a filter, as fields. Says what is wrong with them, until they can be filtered by. */
export function RangeForm({
  by,
  ends,
  input,
  className,
  onFilter,
}: {
  /** What is filtered, as in "Filter by year". */
  by: string;
  ends: RangeEnds;
  /** What both fields take. */
  input: Pick<ComponentProps<'input'>, 'type' | 'inputMode' | 'max'>;
  /** How the fields stand: side by side, or one below the other. */
  className: string;
  /** Answers what is wrong; null: nothing is, and it was filtered. */
  onFilter: (ends: RangeEnds) => string | null;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="grid gap-3 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        setProblem(onFilter({ from: textOf(form, 'from'), to: textOf(form, 'to') }));
      }}
    >
      <div className={className}>
        {(['from', 'to'] as const).map((name) => (
          <label key={name} className="field grow">
            <span className="lab">{name === 'from' ? 'From' : 'To'}</span>
            <input
              {...input}
              className="input"
              name={name}
              defaultValue={ends[name]}
              aria-invalid={problem !== null}
            />
          </label>
        ))}
      </div>
      <div role="alert" className={problem === null ? 'contents' : 'field'}>
        {problem === null ? null : (
          <p className="err">
            <CircleAlert className="i i-s" aria-hidden />
            {problem}
          </p>
        )}
      </div>
      <button type="submit" className="btn primary">
        Filter by {by}
      </button>
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
