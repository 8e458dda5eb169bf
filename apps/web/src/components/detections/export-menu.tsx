'use client';

import { joinValues } from '@intellisite/contracts';
import { Download } from 'lucide-react';
import { filterInput } from '../filters/filter-params.ts';
import { useFormat } from '../locale-provider.tsx';
import { Menu } from '../ui/menu.tsx';
import type { ListParams } from './list-params.ts';

const FORMATS = [
  { format: 'csv', name: 'CSV', note: 'for spreadsheets' },
  { format: 'ndjson', name: 'NDJSON', note: 'an object a line' },
] as const;

/**
 * Everything that the filters select, as it is in the frozen list. The browser downloads it as it is made,
 * shows how far it is and can cancel it.
 */
export function ExportMenu({
  params,
  asOf,
  total,
}: {
  params: ListParams;
  asOf: number | null;
  total: number;
}) {
  const format = useFormat();
  const { make, model, category, source, ...rest } = filterInput(params);
  const hrefOf = (fileFormat: string): string => {
    const query = new URLSearchParams({ format: fileFormat });
    for (const [name, value] of Object.entries({ ...rest, order: params.order, asOf })) {
      if (value !== null) query.set(name, String(value));
    }
    for (const [name, values] of Object.entries({ make, model, category, source })) {
      if (values) query.set(name, joinValues(values));
    }
    return `/api/v1/detections/export?${query.toString()}`;
  };
  return (
    <Menu
      className="btn"
      width="min-w-56"
      disabled={total === 0}
      button={
        <>
          <Download className="i" aria-hidden />
          Export
        </>
      }
    >
      {({ Item }) => (
        <>
          <div className="pop-h">{format.count(total)} detections</div>
          {FORMATS.map(({ format: fileFormat, name, note }) => (
            <Item key={fileFormat} asChild>
              <a className="opt" href={hrefOf(fileFormat)} download>
                {name}
                <span className="r">{note}</span>
              </a>
            </Item>
          ))}
        </>
      )}
    </Menu>
  );
}
