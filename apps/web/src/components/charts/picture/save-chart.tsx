import { csvRecord } from '@intellisite/contracts';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Format } from '../../../lib/format.ts';
import type { ChartFile, ChartFormat } from './chart-file.ts';
import { ChartPicture } from './chart-picture.tsx';
import { currentPalette } from './palette.ts';
import { pngOf } from './png-of.ts';

/** By then the browser has begun to read what it saves. */
const KEPT_MS = 10_000;

/** Hands a chart to the person as a file. */
export async function saveChart(
  file: ChartFile,
  chartFormat: ChartFormat,
  format: Format,
): Promise<void> {
  const url = URL.createObjectURL(await blobOf(file, chartFormat, format));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${file.name}.${chartFormat}`;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, KEPT_MS);
}

async function blobOf(file: ChartFile, chartFormat: ChartFormat, format: Format): Promise<Blob> {
  switch (chartFormat) {
    case 'csv':
      // With a mark of its encoding: without it, Excel takes it for another one.
      return new Blob(['\ufeff', ...file.records.map(csvRecord)], { type: 'text/csv' });
    case 'svg':
      return new Blob([svgOf(file, format)], { type: 'image/svg+xml' });
    case 'png':
      return await pngOf(svgOf(file, format));
  }
}

/** As a document of its own; the serializer escapes what stands in it. */
function svgOf(file: ChartFile, format: Format): string {
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() => {
    root.render(<ChartPicture file={file} palette={currentPalette()} format={format} />);
  });
  const [svg] = place.children;
  if (!svg) throw new Error('The picture was not drawn.');
  const text = new XMLSerializer().serializeToString(svg);
  root.unmount();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}
