'use client';

import { Calendar, ChevronDown } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { Menu } from '../ui/menu.tsx';

const HOUR_MS = 3_600_000;
const PRESETS = [
  { name: 'Last hour', ms: HOUR_MS },
  { name: 'Last 24 hours', ms: 24 * HOUR_MS },
  { name: 'Last 7 days', ms: 7 * 24 * HOUR_MS },
  { name: 'Last 30 days', ms: 30 * 24 * HOUR_MS },
] as const;

interface Range {
  from: Date | null;
  to: Date | null;
}

/** When it was detected. */
export function TimeFilter({ from, to, onChange }: Range & { onChange: (range: Range) => void }) {
  const format = useFormat();
  const label =
    from === null && to === null
      ? 'All time'
      : `${from ? format.exact(from.getTime()) : 'the beginning'} to ${to ? format.exact(to.getTime()) : 'now'}`;
  return (
    <Menu
      className="btn"
      title={label}
      button={
        <>
          <Calendar className="i" aria-hidden />
          <span className="cut max-w-64">{label}</span>
          <ChevronDown className="i i-s" aria-hidden />
        </>
      }
    >
      {({ Item }) => (
        <>
          <Item
            className="opt"
            onSelect={() => {
              onChange({ from: null, to: null });
            }}
          >
            All time
          </Item>
          {PRESETS.map(({ name, ms }) => (
            <Item
              key={name}
              className="opt"
              onSelect={() => {
                onChange({ from: new Date(Date.now() - ms), to: null });
              }}
            >
              {name}
            </Item>
          ))}
        </>
      )}
    </Menu>
  );
}
