'use client';

import { X } from 'lucide-react';
import { HostileText } from '../ui/hostile-text.tsx';

/** A filter that is set. */
export function FilterChip({
  label,
  value,
  onRemove,
}: {
  label: string;
  value: string;
  onRemove: () => void;
}) {
  return (
    <span className="chip">
      <span className="row gap-1 px-2">
        <span className="k">{label}</span>
        <HostileText text={value} className="v cut" />
      </span>
      <button type="button" aria-label={`Remove the filter ${label}`} onClick={onRemove}>
        <X className="i i-s" aria-hidden />
      </button>
    </span>
  );
}
