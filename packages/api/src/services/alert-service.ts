import type { Alert, AlertList, ListAlerts } from '@intellisite/contracts';
import type { Logs, Snapshot } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
import { createLister, type Asked } from './log-service.ts';

export interface AlertService {
  list(asked: Asked, input: ListAlerts): Promise<AlertList>;
  /** @throws AppError not_found */
  get(snapshot: Snapshot, seq: number): Promise<Alert>;
}

export function createAlertService(
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
  };
}
