import { exportJob } from './export-job.ts';
import { EXPORT_URL, exportFileName, exportForm, type ExportRequest } from './export-request.ts';

interface SavePickerOptions {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}

/** Not in TypeScript's library, because not every browser has it. */
interface SavePicker {
  showSaveFilePicker?: (options: SavePickerOptions) => Promise<FileSystemFileHandle>;
}

const TYPES = {
  csv: { description: 'CSV', accept: { 'text/csv': ['.csv'] } },
  ndjson: { description: 'NDJSON', accept: { 'application/x-ndjson': ['.ndjson'] } },
};

/** Servers and proxies take some 8 KB in a request's first line. */
const LONGEST_QUERY = 4_000;

/**
 * Asks where to, and writes the export there, with its progress in sight; where a browser cannot do that,
 * it downloads the file itself.
 *
 * @returns who writes it; null: the person has changed their mind
 */
export async function startExport(request: ExportRequest): Promise<'page' | 'browser' | null> {
  const { showSaveFilePicker } = window as Window & SavePicker;
  if (!showSaveFilePicker) {
    download(request);
    return 'browser';
  }
  try {
    const file = await showSaveFilePicker({
      suggestedName: exportFileName(request),
      types: [TYPES[request.format]],
    });
    void exportJob.start(request, file);
    return 'page';
  } catch {
    return null;
  }
}

function download(request: ExportRequest): void {
  const members = exportForm(request);
  const query = members.toString();
  if (query.length > LONGEST_QUERY) submit(members);
  else {
    const link = document.createElement('a');
    link.href = `${EXPORT_URL}?${query}`;
    link.download = exportFileName(request);
    link.click();
  }
}

function submit(members: URLSearchParams): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = EXPORT_URL;
  // A file opens no page. A refusal does, and this one stays as it is.
  form.target = '_blank';
  form.rel = 'noopener';
  form.hidden = true;
  for (const [name, value] of members) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
