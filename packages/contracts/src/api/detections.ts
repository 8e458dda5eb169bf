import { z } from 'zod';
import { MIN_YEAR } from '../bounds.ts';
import { asOfPosition, logFilter, order } from './log-filter.ts';
import { listFigures, paging, position, timestamp } from './scalars.ts';

const EXAMPLE = {
  id: 1204,
  timestamp: '2026-11-24T08:15:30.123Z',
  year: 2011,
  make: 'Toyota',
  model: 'Land Cruiser',
  category: 'SUV',
  categories: ['SUV'],
  source: 'gate-1',
};

export const detection = z
  .object({
    id: position.meta({ description: 'Position in the log: 1, 2, 3, ... without a hole.' }),
    timestamp: timestamp.meta({ description: 'When it was detected: RFC 3339, in UTC.' }),
    year: z.int().min(MIN_YEAR).meta({ description: 'Model year.' }),
    make: z.string(),
    model: z.string(),
    category: z.string().meta({ description: 'The text as it came.' }),
    categories: z.array(z.string()).meta({ description: 'The categories that the text names.' }),
    source: z.string().nullable().meta({ description: 'The camera; null when it gave no name.' }),
  })
  .meta({ id: 'Detection', description: 'A vehicle that was seen.', examples: [EXAMPLE] });
export type Detection = z.infer<typeof detection>;

export const listDetectionsInput = z.strictObject({
  ...paging,
  order,
  asOf: asOfPosition,
  ...logFilter,
});
export type ListDetections = z.output<typeof listDetectionsInput>;

export const detectionList = z
  .object({
    data: z.array(detection),
    ...listFigures,
    asOf: z.int().min(0).meta({ description: 'The newest position that this answer knows of.' }),
  })
  .meta({
    id: 'DetectionList',
    description: 'A page of detections.',
    examples: [{ data: [EXAMPLE], size: 1, skip: 0, limit: 100, total: 1, asOf: 1204 }],
  });
export type DetectionList = z.infer<typeof detectionList>;

export const detectionById = z.strictObject({
  id: position.meta({ description: 'Id of the detection: its position.', example: EXAMPLE.id }),
});

export const exportFormat = z.enum(['csv', 'ndjson']).default('csv').meta({
  description:
    'csv: RFC 4180 with a header, and an apostrophe before text that a spreadsheet would take for a formula; ndjson: a JSON object a line.',
  example: 'csv',
});

export const exportDetectionsInput = z.strictObject({
  format: exportFormat,
  order: order.default('oldest'),
  asOf: asOfPosition,
  ...logFilter,
});
export type ExportDetections = z.output<typeof exportDetectionsInput>;
