import {
  alert,
  alertBySeq,
  alertList,
  alertsSeen,
  listAlertsInput,
  liveAlertsInput,
  seeAlertsInput,
  streamInput,
} from '@intellisite/contracts';
import { tracked, type TrackedEnvelope } from '@trpc/server';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { operation, type HeaderParameter } from '../operation-meta.ts';
import { answerRest, RestAnswer } from '../rest/rest-answer.ts';
import { restOnly } from '../rest/rest-only.ts';
import type { StreamItem } from '../stream/stream-request.ts';
import { authenticated, t } from '../trpc.ts';

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  // Neither stored nor compressed, and not held back by proxies that would buffer it.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

const LAST_EVENT_ID: HeaderParameter = {
  name: 'Last-Event-ID',
  description: 'Number of the last alert that was received, as EventSource sends it.',
  schema: { type: 'string', pattern: '^[0-9]{0,15}$' },
  example: '390',
};

const STREAM_EXAMPLE = `retry: 3107

id: 391
event: alert
data: {"seq":391,"detectionId":1204,"rule":"suspicious-vehicle","timestamp":"2026-11-24T08:15:30.123Z","year":2011,"make":"Toyota","model":"Land Cruiser","category":"SUV","categories":["SUV"],"source":"gate-1"}

`;

export const alertsRouter = t.router({
  list: authenticated
    .meta(
      operation('GET', '/alerts', 'listAlerts', {
        tag: 'Alerts',
        summary: 'List alerts',
        description:
          'Pages as the list of detections does. Without /api/v1, /alerts is the stream.',
        rest: {
          output: alertList,
          frozen: true,
          errors: ['as_of_ahead', 'dropped', 'empty_range'],
        },
      }),
    )
    .input(listAlertsInput)
    .query(({ ctx, input }) => ctx.services.alerts.list(ctx, input)),

  get: authenticated
    .meta(
      operation('GET', '/alerts/{seq}', 'getAlert', {
        tag: 'Alerts',
        summary: 'Get one alert',
        description: 'By the number that lists and the stream give.',
        rest: { output: alert, errors: ['not_found'] },
      }),
    )
    .input(alertBySeq)
    .query(({ ctx, input }) => ctx.services.alerts.get(ctx.snapshot, input.seq)),

  seen: authenticated
    .meta(
      operation('GET', '/alerts/seen', 'getAlertsSeen', {
        tag: 'Alerts',
        summary: 'Get how far one has seen the alerts',
        description: 'Of the user of this token, on every device.',
        rest: { output: alertsSeen },
      }),
    )
    .query(({ ctx }) => ctx.services.alerts.seen(ctx.principal.userId)),

  see: authenticated
    .meta(
      operation('PUT', '/alerts/seen', 'seeAlerts', {
        tag: 'Alerts',
        summary: 'Note that one has seen the alerts up to a number',
        description:
          'What was seen stays seen: a number below the one that is noted changes nothing. Answers what holds now.',
        rest: { output: alertsSeen, errors: ['as_of_ahead'] },
      }),
    )
    .input(seeAlertsInput)
    .mutation(({ ctx, input }) =>
      ctx.services.alerts.see(ctx.snapshot, ctx.principal.userId, input.seq),
    ),

  stream: authenticated
    .meta(
      operation('GET', '/alerts/stream', 'streamAlerts', {
        tag: 'Alerts',
        summary: 'Stream alerts as they are raised',
        description: `Server-Sent Events. \`event: alert\` has the number of the alert as \`id\` and the alert as \`data\`. Reconnect with the header Last-Event-ID (EventSource does) or \`lastEventId\`, and you get what you missed, then what is new, without a hole or a repeat; without either it begins now. \`event: reset\` says that the number you gave is not (or no longer) there: it goes on live after \`head\`. \`event: end\` says why the server ends the stream. A comment comes every 15 s of silence. One user may have so many streams open as the server allows (1,000 unless it was told otherwise).`,
        rest: {
          output: z.string(),
          errors: ['rate_limited'],
          answers: { 'text/event-stream': STREAM_EXAMPLE },
          headers: { request: [LAST_EVENT_ID] },
        },
      }),
    )
    .input(streamInput)
    .query(async ({ ctx, input }): Promise<string> => {
      restOnly(ctx);
      const lastEventId = idOfHeader(ctx.rest?.lastEventId) ?? input.lastEventId;
      const { principal, services } = ctx;
      const signal = ctx.signal();
      const body = await services.streams.prepare({ principal, lastEventId, signal });
      return answerRest(new RestAnswer(200, STREAM_HEADERS, body));
    }),

  live: authenticated.input(liveAlertsInput).subscription(async function* ({
    ctx,
    input,
    signal,
  }): AsyncGenerator<TrackedEnvelope<StreamItem>> {
    const { principal, services } = ctx;
    const items = await services.streams.subscribe({
      principal,
      lastEventId: input.lastEventId,
      signal: signal ?? ctx.signal(),
    });
    let latest = 0;
    for await (const item of items) {
      if (item.type === 'alert') latest = item.alert.seq;
      else if (item.type !== 'end') latest = item.head;
      yield tracked(String(latest), item);
    }
  }),
});

/** EventSource repeats the query of its first connection: the header knows better. */
function idOfHeader(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw new AppError('invalid_request', {
    errors: [{ member: 'Last-Event-ID', message: 'expected the number of an alert' }],
  });
}
