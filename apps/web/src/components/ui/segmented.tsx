'use client';

import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Segment<Value extends string> {
  value: Value;
  /** In words, for those who see an icon or nothing. */
  name: string;
  icon?: ReactNode;
  disabled?: boolean;
}

/** One of a few, all in sight. */
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
  return (
    <ToggleGroup.Root
      type="single"
      className="seg"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        // Nothing is chosen when the chosen one is pressed again: it stays.
        const segment = segments.find((one) => one.value === chosen);
        if (segment) onChange(segment.value);
      }}
    >
      {segments.map(({ value: its, name, icon, disabled = false }) => (
        <ToggleGroup.Item key={its} value={its} disabled={disabled} title={name}>
          {icon ?? name}
          {icon === undefined ? null : <span className="sr">{name}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
