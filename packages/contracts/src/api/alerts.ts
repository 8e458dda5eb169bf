import { z } from 'zod';
import { asOfAlert } from './log-filter.ts';
import { logPage, logPageInput } from './log-page.ts';
import { position, timestamp } from './scalars.ts';
import { SEEN_VEHICLE_EXAMPLE, seenVehicle } from './seen-vehicle.ts';

const EXAMPLE = {
  seq: 391,
  detectionId: 1204,
  rule: 'suspicious-vehicle',
  ...SEEN_VEHICLE_EXAMPLE,
};

export const alert = z
  .object({
    seq: position.meta({ description: 'Number of the alert: 1, 2, 3, ... without a hole.' }),
    detectionId: position.meta({ description: 'Id of the detection that raised it.' }),
    rule: z.string().meta({ description: 'Name of the rule that the detection matched.' }),
    timestamp: timestamp.meta({ description: 'When the vehicle was seen: RFC 3339, in UTC.' }),
    ...seenVehicle,
  })
  .meta({ id: 'Alert', description: 'A suspicious vehicle that was seen.', examples: [EXAMPLE] });
export type Alert = z.infer<typeof alert>;

export const listAlertsInput = logPageInput(asOfAlert);
export type ListAlerts = z.output<typeof listAlertsInput>;

export const alertList = logPage(alert, 'number').meta({
  id: 'AlertList',
  description: 'A page of alerts.',
  examples: [{ data: [EXAMPLE], size: 1, skip: 0, limit: 100, total: 1, asOf: 391 }],
});
export type AlertList = z.infer<typeof alertList>;

export const alertBySeq = z.strictObject({
  seq: position.meta({ description: 'Number of the alert.', example: EXAMPLE.seq }),
});

const seenUpTo = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const alertsSeen = z
  .object({
    seq: seenUpTo
      .nullable()
      .meta({ description: 'Number of the last alert that was seen; null: none was noted yet.' }),
  })
  .meta({
    id: 'AlertsSeen',
    description: 'How far a person has seen the alerts. What came after it is not seen.',
    examples: [{ seq: EXAMPLE.seq }],
  });
export type AlertsSeen = z.infer<typeof alertsSeen>;

export const seeAlertsInput = z
  .strictObject({ seq: seenUpTo.meta({ description: 'Number of the last alert that was seen.' }) })
  .meta({ examples: [{ seq: EXAMPLE.seq }] });

/** Where a stream of alerts begins: after this number; left out: now. */
export const streamInput = z.strictObject({
  lastEventId: z
    .int()
    .min(0)
    .meta({
      description:
        'Number of the last alert that was received; 0: from the beginning. The header Last-Event-ID goes before it.',
      example: 390,
    })
    .optional(),
});

/** The same for a tRPC subscription, whose links send the number of the last alert as text. */
export const liveAlertsInput = z.strictObject({
  lastEventId: z
    .union([
      z.int().min(0),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .optional(),
});

/** Why a stream does not go on where it was asked to; it goes on live. */
export const RESET_REASONS = ['ahead', 'dropped', 'epoch'] as const;
export type ResetReason = (typeof RESET_REASONS)[number];

/** Why the server ended a stream. */
export const END_REASONS = ['shutdown', 'token_expired', 'session_ended'] as const;
export type EndReason = (typeof END_REASONS)[number];
