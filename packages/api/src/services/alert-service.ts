import type { Alert, AlertList, AlertsSeen, ListAlerts } from '@intellisite/contracts';
import {
  noteAlertsSeen,
  readAlertsSeen,
  type Logs,
  type Pool,
  type Snapshot,
} from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
import { createLister, type Asked } from './log-service.ts';

export interface AlertService {
  list(asked: Asked, input: ListAlerts): Promise<AlertList>;
  /** @throws AppError not_found */
  get(snapshot: Snapshot, seq: number): Promise<Alert>;
  /** How far the user has seen them. */
  seen(userId: string): Promise<AlertsSeen>;
  /** @throws AppError as_of_ahead: nobody has seen what was not raised yet */
  see(snapshot: Snapshot, userId: string, seq: number): Promise<AlertsSeen>;
}

export function createAlertService(
  pool: Pool,
  { alerts }: Pick<Logs, 'alerts'>,
  frozen: FrozenAnswers,
): AlertService {
  return {
    list: createLister(alerts, frozen, ({ alertSeq, alertFloor }) => ({
      head: alertSeq,
      floor: alertFloor,
    })),
    async get(snapshot, seq) {
      const found = await alerts.find(snapshot, seq);
      if (found) return found;
      throw new AppError('not_found', { detail: `There is no alert ${seq}.` });
    },
    seen: async (userId) => ({ seq: await readAlertsSeen(pool, userId) }),
    async see({ alertSeq }, userId, seq) {
      if (seq > alertSeq) {
        throw new AppError('as_of_ahead', {
          detail: `The newest is ${alertSeq}.`,
          errors: [{ member: 'seq', message: `expected at most ${alertSeq}` }],
        });
      }
      return { seq: await noteAlertsSeen(pool, userId, seq) };
    },
  };
}
