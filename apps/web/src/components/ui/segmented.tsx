'use client';

import { useId, type ReactNode } from 'react';

export interface Segment<Value extends string> {
  value: Value;
  /** In words, for those who see an icon or nothing. */
  name: string;
  icon?: ReactNode;
  disabled?: boolean;
}

/** One of a few, all in sight: the browser's own radio buttons below what is drawn of them. */
export function Segmented<Value extends string>({
  label,
  value,
  segments,
  onChange,
}: {
  label: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onChange: (value: Value) => void;
}) {
  const group = useId();
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {segments.map(({ value: its, name, icon, disabled = false }) => (
        <label key={its} title={name}>
          <input
            type="radio"
            name={group}
            checked={its === value}
            disabled={disabled}
            aria-label={name}
            onChange={() => {
              onChange(its);
            }}
          />
          {icon ?? name}
        </label>
      ))}
    </div>
  );
}
