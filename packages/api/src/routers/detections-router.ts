import {
  detectionWithAlerts,
  detectionById,
  detectionList,
  exportDetectionsInput,
  type ExportDetections,
  listDetectionsInput,
} from '@intellisite/contracts';
import type { Snapshot } from '@intellisite/db';
import { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import type { Context } from '../context.ts';
import { operation, type OperationOptions } from '../operation-meta.ts';
import { restOnly } from '../rest/rest-only.ts';
import { authenticated, t } from '../trpc.ts';

const CSV_EXAMPLE = `id,timestamp,year,make,model,category,source\r
1204,2026-11-24T08:15:30.123Z,2011,Toyota,Land Cruiser,SUV,gate-1\r
`;

const NDJSON_EXAMPLE = `{"id":1204,"timestamp":"2026-11-24T08:15:30.123Z","year":2011,"make":"Toyota","model":"Land Cruiser","category":"SUV","categories":["SUV"],"source":"gate-1"}
`;

/** What both ways to ask for a file answer. */
const FILE: OperationOptions['rest'] = {
  output: z.string(),
  answers: { 'text/csv': CSV_EXAMPLE, 'application/x-ndjson': NDJSON_EXAMPLE },
  headers: { answer: { 'Content-Disposition': 'Name for the file.' } },
  errors: ['as_of_ahead', 'dropped', 'empty_range', 'rate_limited'],
};

export const detectionsRouter = t.router({
  list: authenticated
    .meta(
      operation('GET', '/detections', 'listDetections', {
        tag: 'Detections',
        summary: 'List detections',
        description:
          'Pages through detections, newest first. `total` is exact. Give `asOf` of the first page with the next ones, and they are of the same frozen list.',
        rest: {
          output: detectionList,
          frozen: true,
          errors: ['as_of_ahead', 'dropped', 'empty_range'],
        },
      }),
    )
    .input(listDetectionsInput)
    .query(({ ctx, input }) => ctx.services.detections.list(ctx, input)),

  get: authenticated
    .meta(
      operation('GET', '/detections/{id}', 'getDetection', {
        tag: 'Detections',
        summary: 'Get one detection',
        description: 'By the id that lists and alerts give, with the alerts that it raised.',
        rest: { output: detectionWithAlerts, errors: ['not_found'] },
      }),
    )
    .input(detectionById)
    .query(({ ctx, input }) => ctx.services.detections.get(ctx.snapshot, input.id)),

  export: authenticated
    .meta(
      operation('GET', '/detections/export', 'exportDetections', {
        tag: 'Detections',
        summary: 'Export detections as a file',
        description:
          'Streams everything that the filter selects, oldest first, as it was when the request came. Of any size; ends when you stop reading. Two at a time for a user.',
        rest: FILE,
      }),
    )
    .input(exportDetectionsInput)
    .query(({ ctx, input }) => exportFile(ctx, input)),

  exportByForm: authenticated
    .meta(
      operation('POST', '/detections/export', 'exportDetectionsByForm', {
        tag: 'Detections',
        summary: 'Export detections as a file, by a form',
        description:
          'The same as GET, for filters that are too long for a URL: servers take some 16 KB of one, and a body of 64 KB.',
        contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
        rest: FILE,
      }),
    )
    .input(exportDetectionsInput)
    .mutation(({ ctx, input }) => exportFile(ctx, input)),
});

function exportFile(
  ctx: Context & { snapshot: Snapshot; principal: Principal },
  input: ExportDetections,
): Promise<string> {
  restOnly(ctx);
  const { services, snapshot, principal } = ctx;
  return services.detections.export(snapshot, principal.userId, input, ctx.signal());
}
