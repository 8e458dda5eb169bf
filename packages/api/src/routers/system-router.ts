import { listQuarantineInput, quarantineList, system } from '@intellisite/contracts';
import { operation } from '../operation-meta.ts';
import { admin, operator, t } from '../trpc.ts';

export const quarantineRouter = t.router({
  list: admin
    .meta(
      operation('GET', '/quarantine', 'listQuarantine', {
        tag: 'System',
        summary: 'List messages that were set aside, and why',
        description:
          'Messages that are no detections, newest first. Each has its place in Kafka, its bytes and a reason.',
        rest: { output: quarantineList },
      }),
    )
    .input(listQuarantineInput)
    .query(({ ctx, input }) => ctx.services.quarantine.list(input)),
});

export const systemRouter = t.router({
  status: operator
    .meta(
      operation('GET', '/system', 'getSystem', {
        tag: 'System',
        summary: 'See how the pipeline does',
        description:
          'What was indexed, how far indexing is behind, and whether the parts work. As this instance sees it.',
        rest: { output: system },
      }),
    )
    .query(({ ctx }) => ctx.services.system.status(ctx.snapshot)),
});
