'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { loadFailureOf } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { FilterButton } from './filter-button.tsx';

/** Chooses makes, models, categories or cameras, with counts beside them. */
export function NameFilter({
  label,
  suggest,
  within,
  values,
  onChange,
}: {
  label: string;
  suggest: 'make' | 'model' | 'category' | 'source';
  /** Only models of these makes. */
  within: readonly string[] | null;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  return (
    <FilterButton
      label={label}
      value={values.length === 0 ? null : values.join(' or ')}
      width="w-72"
      onRemove={() => {
        onChange([]);
      }}
    >
      {() => (
        <>
          <input
            className="input"
            aria-label={`Find a ${label.toLowerCase()}`}
            placeholder={`Find a ${label.toLowerCase()}`}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
          <Choices suggest={suggest} q={q} within={within} values={values} onChange={onChange} />
        </>
      )}
    </FilterButton>
  );
}

function Choices({
  suggest,
  q,
  within,
  values,
  onChange,
}: {
  suggest: 'make' | 'model' | 'category' | 'source';
  q: string;
  within: readonly string[] | null;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const api = useTRPC();
  const format = useFormat();
  const isVehicle = suggest === 'make' || suggest === 'model';
  const suggestions = useQuery({
    ...api.vehicles.suggest.queryOptions({
      field: suggest === 'model' ? 'model' : 'make',
      q,
      ...(suggest === 'model' && within ? { make: [...within] } : {}),
    }),
    enabled: isVehicle,
    placeholderData: keepPreviousData,
  });
  const counts = useQuery({
    ...api.stats.counts.queryOptions({ by: suggest === 'source' ? 'source' : 'category' }),
    enabled: !isVehicle,
  });
  const found = isVehicle
    ? (suggestions.data?.data ?? [])
    : (counts.data?.data ?? [])
        .map(({ category, source, count }) => ({ value: category ?? source ?? '', count }))
        .filter(({ value }) => value !== '' && value.toLowerCase().includes(q.toLowerCase()));
  const toggle = (value: string): void => {
    onChange(
      values.includes(value) ? values.filter((other) => other !== value) : [...values, value],
    );
  };
  const asked = isVehicle ? suggestions : counts;
  if (asked.error && !asked.data) {
    return (
      <p className="pop-h" role="alert">
        {loadFailureOf(asked.error).text}
      </p>
    );
  }
  if (!asked.data) return <ChoiceSkeleton />;
  if (found.length === 0) return <div className="pop-h">Nothing like this was seen</div>;
  return (
    <ul className="mt-1 max-h-72 overflow-auto">
      {found.map(({ value, count }) => (
        <li key={value}>
          <button
            type="button"
            role="checkbox"
            aria-checked={values.includes(value)}
            className="opt w-full text-start hover:bg-hover"
            onClick={() => {
              toggle(value);
            }}
          >
            <span className={values.includes(value) ? 'check on' : 'check'}>
              <Check className="i" aria-hidden />
            </span>
            <HostileText text={value} className="cut" />
            <span className="r">{format.count(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const SKELETON_CHOICES = 6;

function ChoiceSkeleton() {
  return (
    <div className="mt-1" aria-hidden="true">
      {Array.from({ length: SKELETON_CHOICES }, (_, index) => (
        <div key={index} className="opt">
          <span className="sk h-3.5 w-full" />
        </div>
      ))}
    </div>
  );
}
