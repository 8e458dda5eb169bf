import { z } from 'zod';
import { asOfPosition, logFilter, order } from './log-filter.ts';
import { logPage, logPageInput } from './log-page.ts';
import { position, timestamp } from './scalars.ts';
import { SEEN_VEHICLE_EXAMPLE, seenVehicle } from './seen-vehicle.ts';

const EXAMPLE = { id: 1204, ...SEEN_VEHICLE_EXAMPLE };

export const detection = z
  .object({
    id: position.meta({ description: 'Position in the log: 1, 2, 3, ... without a hole.' }),
    timestamp: timestamp.meta({ description: 'When it was detected: RFC 3339, in UTC.' }),
    ...seenVehicle,
  })
  .meta({ id: 'Detection', description: 'A vehicle that was seen.', examples: [EXAMPLE] });
export type Detection = z.infer<typeof detection>;

const RAISED_ALERT = {
  seq: 391,
  rule: 'suspicious-vehicle',
  ruleVersion: 2,
  raisedAt: '2026-11-24T08:15:30.301Z',
};

const raisedAlert = z.object({
  seq: position.meta({ description: 'Number of the alert.' }),
  rule: z.string().meta({ description: 'Name of the rule that was matched.' }),
  ruleVersion: z.int().min(1).meta({ description: 'Of the rule, as it was then: 1, 2, 3, ...' }),
  raisedAt: timestamp.meta({ description: 'When it was raised: RFC 3339, in UTC.' }),
});

export const detectionWithAlerts = detection
  .extend({
    alerts: z
      .array(raisedAlert)
      .meta({ description: 'Those that it raised, by number; none: it matched no rule.' }),
  })
  .meta({
    id: 'DetectionWithAlerts',
    description: 'A vehicle that was seen, and the alerts that it raised.',
    examples: [{ ...EXAMPLE, alerts: [RAISED_ALERT] }],
  });
export type DetectionWithAlerts = z.infer<typeof detectionWithAlerts>;

export const listDetectionsInput = logPageInput(asOfPosition);
export type ListDetections = z.output<typeof listDetectionsInput>;

export const detectionList = logPage(detection, 'position').meta({
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

export const exportDetectionsInput = z
  .strictObject({
    format: exportFormat,
    order: order.default('oldest'),
    asOf: asOfPosition,
    ...logFilter,
  })
  .meta({ examples: [{ format: 'csv', make: 'Toyota,Kia', asOf: EXAMPLE.id }] });
export type ExportDetections = z.output<typeof exportDetectionsInput>;
