import type { QuarantineList } from '@intellisite/contracts';
import { listQuarantine, type Pool } from '@intellisite/db';

export interface QuarantineService {
  list(input: { skip: number; limit: number }): Promise<QuarantineList>;
}

export function createQuarantineService(pool: Pool): QuarantineService {
  return {
    async list({ skip, limit }) {
      const { rows, total } = await listQuarantine(pool, skip, limit);
      const data = rows.map(({ value, recordedAt, ingestedAt, ...row }) => ({
        id: row.id,
        topic: row.topic,
        generation: row.generation,
        partition: row.partition,
        offset: row.offset,
        code: row.code,
        reason: row.reason,
        value: value?.toString('base64') ?? null,
        bytes: row.bytes,
        recordedAt: recordedAt?.toISOString() ?? null,
        ingestedAt: ingestedAt.toISOString(),
      }));
      return { data, size: data.length, skip, limit, total };
    },
  };
}
