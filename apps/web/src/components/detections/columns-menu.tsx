'use client';

import { Check, Columns3 } from 'lucide-react';
import { Menu } from '../ui/menu.tsx';
import { DENSITIES, OPTIONAL_COLUMNS, type TableLayout } from './table-layout.ts';

const DENSITY_NAMES = { comfortable: 'Comfortable', compact: 'Compact' } as const;

/** Several can be chosen at a time. */
function keepOpen(event: Event): void {
  event.preventDefault();
}

/** Which columns the table has, and how high its rows are. */
export function ColumnsMenu({
  layout: { hidden, density },
  onChange,
}: {
  layout: TableLayout;
  onChange: (changes: Partial<TableLayout>) => void;
}) {
  return (
    <Menu
      className="btn max-md:hidden"
      title="Columns and row height"
      width="min-w-48"
      button={
        <>
          <Columns3 className="i" aria-hidden />
          Columns
        </>
      }
    >
      {({ CheckboxItem, Group, Label, RadioGroup, RadioItem, Separator }) => (
        <>
          <Group>
            <Label className="pop-h">Columns</Label>
            {OPTIONAL_COLUMNS.map(({ id, name }) => {
              const isShown = !hidden.includes(id);
              return (
                <CheckboxItem
                  key={id}
                  className="opt"
                  checked={isShown}
                  onSelect={keepOpen}
                  onCheckedChange={() => {
                    onChange({
                      hidden: isShown ? [...hidden, id] : hidden.filter((other) => other !== id),
                    });
                  }}
                >
                  <span className={isShown ? 'check on' : 'check'}>
                    <Check className="i" aria-hidden />
                  </span>
                  {name}
                </CheckboxItem>
              );
            })}
          </Group>
          <Separator asChild>
            <hr />
          </Separator>
          <RadioGroup value={density}>
            <Label className="pop-h">Rows</Label>
            {DENSITIES.map((its) => (
              <RadioItem
                key={its}
                className="opt"
                value={its}
                onSelect={(event) => {
                  keepOpen(event);
                  onChange({ density: its });
                }}
              >
                <span className={its === density ? 'radio on mt-0' : 'radio mt-0'} />
                {DENSITY_NAMES[its]}
              </RadioItem>
            ))}
          </RadioGroup>
        </>
      )}
    </Menu>
  );
}
