'use client';

import { Download } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { Menu } from '../ui/menu.tsx';
import { useToast } from '../ui/toasts.tsx';
import type { ChartFile, ChartFormat } from './picture/chart-file.ts';

const FORMATS: readonly { format: ChartFormat; name: string; note: string }[] = [
  { format: 'svg', name: 'SVG', note: 'a picture of any size' },
  { format: 'png', name: 'PNG', note: 'a picture' },
  { format: 'csv', name: 'CSV', note: 'every figure' },
];

/** A chart as a file. What draws it is loaded when it is asked for. */
export function DownloadMenu({ title, file }: { title: string; file: ChartFile | null }) {
  const format = useFormat();
  const toast = useToast();
  const label = `Download ${title.toLowerCase()}`;
  const save = async (its: ChartFormat, what: ChartFile): Promise<void> => {
    try {
      const { saveChart } = await import('./picture/save-chart.tsx');
      await saveChart(what, its, format);
    } catch {
      toast({
        kind: 'danger',
        title: `${title} could not be saved`,
        text: 'Nothing was written. Try again, or take another format.',
      });
    }
  };
  return (
    <Menu
      className="btn icon ghost"
      label={label}
      title={label}
      width="min-w-52"
      disabled={file === null}
      button={<Download className="i" aria-hidden />}
    >
      {({ Item }) =>
        FORMATS.map(({ format: its, name, note }) => (
          <Item
            key={its}
            className="opt"
            onSelect={() => {
              if (file) void save(its, file);
            }}
          >
            {name}
            <span className="r">{note}</span>
          </Item>
        ))
      }
    </Menu>
  );
}
