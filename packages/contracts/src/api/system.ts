import { z } from 'zod';
import { listFigures, paging, timestamp } from './scalars.ts';

const QUARANTINED = {
  id: 7,
  topic: 'intellisite.detections',
  generation: 1,
  partition: 2,
  offset: 4711,
  code: 'not_json',
  reason:
    'The value must be a JSON object, but stops being one at character 0: a value is expected.',
  value: 'aGVsbG8=',
  bytes: 5,
  recordedAt: '2026-11-24T08:15:30.000Z',
  ingestedAt: '2026-11-24T08:15:30.050Z',
};

export const quarantined = z
  .object({
    id: z.int().min(1),
    topic: z.string(),
    generation: z.int().min(1).meta({ description: 'Moves when the topic was made anew.' }),
    partition: z.int().min(0),
    offset: z.int().min(0),
    code: z.string().meta({ description: 'Stable.' }),
    reason: z.string().meta({ description: 'For a person.' }),
    value: z.string().nullable().meta({
      description: 'The first 4,096 bytes of the message, base64; null: it had no value.',
    }),
    bytes: z.int().min(0).meta({ description: 'Size of the whole value.' }),
    recordedAt: timestamp
      .nullable()
      .meta({ description: 'Time of the record in Kafka; null: it had none that can be.' }),
    ingestedAt: timestamp.meta({ description: 'When it was set aside.' }),
  })
  .meta({
    id: 'QuarantinedMessage',
    description: 'A message that was set aside.',
    examples: [QUARANTINED],
  });
export type Quarantined = z.infer<typeof quarantined>;

export const listQuarantineInput = z.strictObject(paging);

export const quarantineList = z.object({ data: z.array(quarantined), ...listFigures }).meta({
  id: 'QuarantineList',
  description: 'A page of messages that were set aside.',
  examples: [{ data: [QUARANTINED], size: 1, skip: 0, limit: 100, total: 1 }],
});
export type QuarantineList = z.infer<typeof quarantineList>;

const state = z.enum(['ok', 'degraded', 'unavailable']);

const INDEXER = '5d3a7a7e-4b5f-4d0c-8a1e-7f9f2c9b1c55';

const service = z.object({
  id: z.uuid().meta({ description: 'Another one for each start.' }),
  kind: z.enum(['web', 'indexer']),
  version: z.string(),
  startedAt: timestamp,
  heartbeatAt: timestamp.meta({ description: 'When it spoke last; it does so every 2 s.' }),
  state: z.enum(['ready', 'degraded', 'unavailable', 'silent']).meta({
    description:
      'As it says of itself; silent: it has not spoken for 10 s, so it is dead, frozen or cut off. One that was stopped is not listed.',
  }),
  note: z.string().nullable().meta({ description: 'What is amiss, for a person.' }),
});

export const system = z
  .object({
    version: z.string(),
    startedAt: timestamp.meta({ description: 'Of the instance that answers.' }),
    topics: z.object({ detections: z.string(), alerts: z.string() }),
    epoch: z.uuid().meta({ description: 'Identity of the database; another one after a restore.' }),
    detections: z.int().min(0).meta({ description: 'Indexed so far.' }),
    alerts: z.int().min(0).meta({ description: 'Raised so far.' }),
    quarantined: z.int().min(0).meta({ description: 'Messages set aside so far.' }),
    lostOffsets: z
      .int()
      .min(0)
      .meta({ description: 'Messages that Kafka no longer had when they were due.' }),
    lost: z
      .array(
        z.object({
          topic: z.string(),
          partition: z.int().min(0),
          generation: z.int().min(1),
          fromOffset: z.int().min(0),
          toOffset: z.int().min(0).meta({ description: 'The offset after the last one.' }),
          cause: z.enum(['expired', 'recreated', 'truncated']).meta({
            description:
              'Kafka had dropped them by age or size; the topic was made anew; the topic lost its tail.',
          }),
          foundAt: timestamp,
        }),
      )
      .meta({ description: 'The 20 newest ranges of lost messages, the newest first.' }),
    lastIndexedAt: timestamp.nullable(),
    parts: z.object({ database: state, kafka: state, alertFeed: state }),
    database: z
      .object({
        version: z.string(),
        startedAt: timestamp,
        bytes: z.int().min(0).meta({ description: 'Of this database, on disk.' }),
        schema: z.string().meta({ description: 'The newest migration.' }),
      })
      .meta({ description: 'The Postgres server.' }),
    services: z.array(service).meta({
      description:
        'Every web server and indexer that has spoken lately, and the last of a kind of which none speaks any more. Producers have no place here: they write to Kafka alone.',
    }),
    relay: z.object({
      backlog: z.int().min(0).meta({ description: 'Alerts that are not on the topic yet.' }),
      owner: z.string().nullable().meta({ description: 'The indexer that publishes them.' }),
    }),
    lag: z
      .array(
        z.object({
          topic: z.string(),
          partition: z.int().min(0),
          generation: z.int().min(1),
          nextOffset: z.int().min(0),
          endOffset: z.int().min(0),
          messages: z.int().min(0).meta({ description: 'That wait: endOffset - nextOffset.' }),
          behindSeconds: z.number().min(0).nullable().meta({
            description:
              'Age of the newest indexed message while others wait behind it, as its indexer saw it within 2 s; 0 when none waits, null when nobody can tell.',
          }),
          indexer: z.uuid().nullable().meta({
            description: 'The service that has this partition; null: none that speaks.',
          }),
          updatedAt: timestamp.meta({ description: 'When its last batch was written.' }),
        }),
      )
      .meta({ description: 'How far indexing is behind, by partition.' }),
    streams: z.int().min(0).meta({ description: 'Alert streams open on this instance.' }),
  })
  .meta({
    id: 'System',
    description: 'How the pipeline does.',
    examples: [
      {
        version: '0.1.0',
        startedAt: '2026-11-24T08:00:00.000Z',
        topics: { detections: 'intellisite.detections', alerts: 'intellisite.alerts' },
        epoch: '6f1c1b52-0a51-4a3c-8f0e-0d3a4f1f2b11',
        detections: 1204,
        alerts: 391,
        quarantined: 0,
        lostOffsets: 0,
        lost: [],
        lastIndexedAt: '2026-11-24T08:15:30.150Z',
        parts: { database: 'ok', kafka: 'ok', alertFeed: 'ok' },
        database: {
          version: '18.4',
          startedAt: '2026-11-24T07:59:58.000Z',
          bytes: 12_589_056,
          schema: '20261125120000_service_instances',
        },
        services: [
          {
            id: INDEXER,
            kind: 'indexer',
            version: '0.1.0',
            startedAt: '2026-11-24T08:00:00.000Z',
            heartbeatAt: '2026-11-24T08:15:30.000Z',
            state: 'ready',
            note: null,
          },
        ],
        relay: { backlog: 0, owner: INDEXER },
        lag: [
          {
            topic: 'intellisite.detections',
            partition: 0,
            generation: 1,
            nextOffset: 402,
            endOffset: 402,
            messages: 0,
            behindSeconds: 0,
            indexer: INDEXER,
            updatedAt: '2026-11-24T08:15:30.150Z',
          },
        ],
        streams: 2,
      },
    ],
  });
export type System = z.infer<typeof system>;
