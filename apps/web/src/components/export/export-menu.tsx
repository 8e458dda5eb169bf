'use client';

import { Download } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ListParams } from '../detections/list-params.ts';
import { useFormat } from '../locale-provider.tsx';
import { Menu } from '../ui/menu.tsx';
import { useToast } from '../ui/toasts.tsx';
import { exportJob } from './export-job.ts';
import type { ExportFormat } from './export-request.ts';
import { startExport } from './start-export.ts';

const FORMATS: readonly { fileFormat: ExportFormat; name: string; note: string }[] = [
  { fileFormat: 'csv', name: 'CSV', note: 'for spreadsheets' },
  { fileFormat: 'ndjson', name: 'NDJSON', note: 'an object a line' },
];

/** Everything that the filters select as a file, as it is in the frozen list. One is written at a time. */
export function ExportMenu({
  params,
  asOf,
  total,
}: {
  params: ListParams;
  /** Null: not known yet. */
  asOf: number | null;
  total: number;
}) {
  const format = useFormat();
  const toast = useToast();
  const isWriting = useSyncExternalStore(
    exportJob.subscribe,
    () => exportJob.state().status === 'writing',
    () => false,
  );

  async function start(fileFormat: ExportFormat, at: number): Promise<void> {
    const by = await startExport({ format: fileFormat, params, asOf: at, total });
    if (by !== 'browser') return;
    toast({
      kind: 'ok',
      title: `${format.count(total)} rows are coming`,
      text: 'The browser downloads them as they are made, and can cancel it.',
    });
  }

  return (
    <Menu
      className="btn"
      width="min-w-56"
      disabled={total === 0 || asOf === null}
      button={
        <>
          <Download className="i" aria-hidden />
          Export
        </>
      }
    >
      {({ Item, Label }) => (
        <>
          <Label className="pop-h">
            {isWriting ? 'An export is being written' : `${format.count(total)} detections`}
          </Label>
          {FORMATS.map(({ fileFormat, name, note }) => (
            <Item
              key={fileFormat}
              className="opt"
              disabled={isWriting}
              onSelect={() => {
                if (asOf !== null) void start(fileFormat, asOf);
              }}
            >
              {name}
              <span className="r">{note}</span>
            </Item>
          ))}
        </>
      )}
    </Menu>
  );
}
