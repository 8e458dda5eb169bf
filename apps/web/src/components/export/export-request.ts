import { joinValues } from '@intellisite/contracts';
import { filterInput } from '../filters/filter-params.ts';
import type { ListParams } from '../detections/list-params.ts';

export type ExportFormat = 'csv' | 'ndjson';

/** Everything that the filters select, as it is in a frozen list. */
export interface ExportRequest {
  format: ExportFormat;
  params: Pick<ListParams, keyof Parameters<typeof filterInput>[0] | 'order'>;
  asOf: number;
  /** Rows that will come, exactly. */
  total: number;
}

export const EXPORT_URL = '/api/v1/detections/export';

/** As a form: there is no limit to the length of its filters, as there is to that of a URL. */
export function exportForm({ format, params, asOf }: ExportRequest): URLSearchParams {
  const { make, model, category, source, ...rest } = filterInput(params);
  const form = new URLSearchParams({ format, order: params.order, asOf: String(asOf) });
  for (const [name, value] of Object.entries(rest)) form.set(name, value);
  for (const [name, values] of Object.entries({ make, model, category, source })) {
    if (values) form.set(name, joinValues(values));
  }
  return form;
}

export function exportFileName({ format, asOf }: ExportRequest): string {
  return `detections-${String(asOf)}.${format}`;
}
