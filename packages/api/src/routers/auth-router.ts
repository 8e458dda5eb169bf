import { loginInput, refreshInput, sessionById, sessionList, tokens } from '@intellisite/contracts';
import { z } from 'zod';
import { operation } from '../operation-meta.ts';
import { authenticated, openProcedure, t } from '../trpc.ts';

const FORMS = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

export const authRouter = t.router({
  token: openProcedure
    .meta(
      operation('POST', '/auth/token', 'logIn', {
        tag: 'Authentication',
        summary: 'Log in',
        description:
          'Also as the OAuth2 password form. The access token goes with every call; the refresh token gets the next pair. Without /api/v1 it is /login too. At most 100 attempts a minute from an address, and 10 wrong passwords for a user from an address in 15 minutes.',
        open: true,
        contentTypes: FORMS,
        rest: { output: tokens, errors: ['invalid_credentials', 'rate_limited'] },
      }),
    )
    .input(loginInput)
    .mutation(({ ctx, input }) => ctx.services.auth.login(input, ctx.client)),

  refresh: openProcedure
    .meta(
      operation('POST', '/auth/refresh', 'refreshTokens', {
        tag: 'Authentication',
        summary: 'Get new tokens for a refresh token',
        description:
          'A refresh token is good for once. One that is used again ends its session, because somebody else may have it.',
        open: true,
        rest: {
          output: tokens,
          errors: ['token_invalid', 'session_ended'],
        },
      }),
    )
    .input(refreshInput)
    .mutation(({ ctx, input }) => ctx.services.auth.refresh(input.refresh_token, ctx.client)),

  logout: authenticated
    .meta(
      operation('POST', '/auth/logout', 'logOut', {
        tag: 'Authentication',
        summary: 'End the session of this token',
        description:
          'Its tokens are good for nothing from now on, its streams end. Takes no members.',
        rest: { output: z.void(), status: 204 },
      }),
    )
    .mutation(({ ctx }) => ctx.services.auth.logout(ctx.principal)),
});

export const sessionsRouter = t.router({
  list: authenticated
    .meta(
      operation('GET', '/sessions', 'listSessions', {
        tag: 'Authentication',
        summary: "List one's own sessions",
        description: 'Those that live, of tokens and of the dashboard; the one last used first.',
        rest: { output: sessionList },
      }),
    )
    .query(({ ctx }) => ctx.services.sessions.list(ctx.principal)),

  endOthers: authenticated
    .meta(
      operation('DELETE', '/sessions', 'endOtherSessions', {
        tag: 'Authentication',
        summary: "End all of one's own sessions but this one",
        description: 'Their tokens are good for nothing from now on, their streams end.',
        rest: { output: z.void(), status: 204 },
      }),
    )
    .mutation(({ ctx }) => ctx.services.sessions.endOthers(ctx.principal)),

  end: authenticated
    .meta(
      operation('DELETE', '/sessions/{id}', 'endSession', {
        tag: 'Authentication',
        summary: "End one of one's own sessions",
        description: 'Its tokens are good for nothing from now on, its streams end.',
        rest: { output: z.void(), status: 204, errors: ['not_found'] },
      }),
    )
    .input(sessionById)
    .mutation(({ ctx, input }) => ctx.services.sessions.end(ctx.principal, input.id)),
});
