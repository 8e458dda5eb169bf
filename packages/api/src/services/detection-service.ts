import type {
  DetectionList,
  DetectionWithAlerts,
  ExportDetections,
  ListDetections,
} from '@intellisite/contracts';
import { listRaisedAlerts, type Logs, type Pool, type Snapshot } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import { createPlaces } from '../places.ts';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
import { answerRest, RestAnswer } from '../rest/rest-answer.ts';
import { askLog, refuseEmptyRanges } from './log-refusals.ts';
import { createLister, type Asked } from './log-service.ts';

export interface DetectionService {
  list(asked: Asked, input: ListDetections): Promise<DetectionList>;
  /** @throws AppError not_found */
  get(snapshot: Snapshot, id: number): Promise<DetectionWithAlerts>;
  /** Everything that the filter selects, as a file of any size that is made while it is sent. */
  export(
    snapshot: Snapshot,
    userId: string,
    input: ExportDetections,
    signal: AbortSignal,
  ): Promise<string>;
}

/** Each reads on only as fast as its client takes, and holds some memory all the while. */
const MOST_EXPORTS_OF_A_USER = 2;
const MOST_EXPORTS = 8;

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
} as const;

export function createDetectionService(
  pool: Pool,
  { detections }: Pick<Logs, 'detections'>,
  frozen: FrozenAnswers,
): DetectionService {
  const places = createPlaces({ mostOfUser: MOST_EXPORTS_OF_A_USER, most: MOST_EXPORTS });

  function takePlace(userId: string, signal: AbortSignal): () => void {
    const leave = places.take(userId, signal);
    if (leave) return leave;
    throw new AppError('rate_limited', {
      detail: 'Too many exports run at once: wait until one has ended.',
      retryAfterSeconds: 10,
    });
  }

  return {
    list: createLister(detections, frozen, ({ position, positionFloor }) => ({
      head: position,
      floor: positionFloor,
    })),
    async get(snapshot, id) {
      const found = await detections.find(snapshot, id);
      if (!found) throw new AppError('not_found', { detail: `There is no detection ${id}.` });
      const raised = await listRaisedAlerts(pool, snapshot.epoch, id);
      const alerts = raised.map(({ raisedAt, ...alert }) => ({
        ...alert,
        raisedAt: raisedAt.toISOString(),
      }));
      return { ...found, alerts };
    },
    async export(snapshot, userId, { format, order, asOf, ...filter }, signal) {
      refuseEmptyRanges(filter);
      // Refuses an asOf that cannot be asked for while a refusal can still be sent.
      const probe = { skip: 0, limit: 1, order, asOf, filter };
      const { asOf: at } = await askLog(() => detections.page(snapshot, probe));
      // Nobody may ever read the rows: a client that leaves before the first one, or that asked by HEAD.
      const leave = takePlace(userId, signal);
      async function* file(): AsyncGenerator<Uint8Array> {
        try {
          if (format === 'csv') yield Buffer.from(detections.csvHeader);
          for await (const rows of detections.scan(snapshot, { filter, order, asOf: at, signal })) {
            yield format === 'csv' ? rows.csv() : rows.ndjson();
          }
        } finally {
          leave();
        }
      }
      const headers = {
        'Content-Type': TYPES[format],
        'Content-Disposition': `attachment; filename="detections-${at}.${format}"`,
        'Cache-Control': 'private, no-store',
      };
      return answerRest(new RestAnswer(200, headers, file()));
    },
  };
}
