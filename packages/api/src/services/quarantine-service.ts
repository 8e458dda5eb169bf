import type { QuarantineList } from '@intellisite/contracts';
import { listQuarantine, type Pool } from '@intellisite/db';

export interface QuarantineService {
  list(input: { skip: number; limit: number }): Promise<QuarantineList>;
}

export function createQuarantineService(pool: Pool): QuarantineService {
  return {
    async list({ skip, limit }) {
      const { rows, total } = await listQuarantine(pool, skip, limit);
      const data = rows.map((row) => ({
        ...row,
        value: row.value?.toString('base64') ?? null,
        recordedAt: row.recordedAt?.toISOString() ?? null,
        ingestedAt: row.ingestedAt.toISOString(),
      }));
      return { data, size: data.length, skip, limit, total };
    },
  };
}
