import { allows, PROBLEMS, type Role } from '@intellisite/contracts';
import { initTRPC, TRPCError, type TRPCDefaultErrorShape } from '@trpc/server';
import type { Context } from './context.ts';
import { AppError } from './errors/app-error.ts';
import { toAppError, problemOf } from './errors/problem-of.ts';
import type { OperationMeta } from './operation-meta.ts';

const CODE_OF_STATUS: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

const HEARTBEAT_MS = 15_000;

export const t = initTRPC
  .context<Context>()
  .meta<OperationMeta>()
  .create({
    isServer: true,
    // Stack traces are for the log.
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: HEARTBEAT_MS } },
    errorFormatter({ shape, error, ctx }): TRPCDefaultErrorShape & { data: { problem: unknown } } {
      const problem = problemOf(toAppError(error), ctx?.requestId ?? '');
      return {
        ...shape,
        message: problem.detail ?? problem.title,
        data: { ...shape.data, httpStatus: problem.status, problem },
      };
    },
  });

/** Gives every refusal its status, and hides what is unexpected. */
const withProblems = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const refusal = toAppError(result.error);
  throw new TRPCError({
    code: CODE_OF_STATUS[PROBLEMS[refusal.code].status] ?? 'INTERNAL_SERVER_ERROR',
    message: refusal.message,
    cause: refusal,
  });
});

/** Anyone may call it. */
export const openProcedure = t.procedure.use(withProblems);

/** Only with a valid token, or from the dashboard, and only while the session behind it lives. */
export const authenticated = openProcedure.use(async ({ ctx, next }) => {
  const { auth, snapshots } = ctx.services;
  // First: who is nobody costs the database no question.
  const session = (await ctx.webSession()) ?? (await auth.readToken(ctx.authorization));
  // Read after the request came: a session that was revoked before it is refused, on every instance.
  const snapshot = await snapshots.read();
  const principal = await auth.authenticate(session, snapshot.authRevision);
  // tRPC copies what is given member by member for every middleware: only what is new.
  return await next({ ctx: { principal, snapshot } });
});

/** Roles in the order of what they may: each may do what those before it may. */
function atLeast(least: Role) {
  return authenticated.meta({ leastRole: least }).use(async ({ ctx, next }) => {
    if (!allows(ctx.principal.role, least)) {
      throw new AppError('forbidden', { detail: `This needs the role ${least}.` });
    }
    return await next();
  });
}

export const operator = atLeast('operator');
export const admin = atLeast('admin');
