import {
  changePasswordInput,
  createUserInput,
  listUsersInput,
  setPasswordInput,
  updateUserInput,
  user,
  userById,
  userList,
} from '@intellisite/contracts';
import { z } from 'zod';
import { operation } from '../operation-meta.ts';
import { admin, authenticated, t } from '../trpc.ts';

export const usersRouter = t.router({
  create: admin
    .meta(
      operation('POST', '/users', 'createUser', {
        tag: 'Users',
        summary: 'Create a user',
        description: 'Who may log in at once. A viewer unless a role is given.',
        rest: { output: user, status: 201, errors: ['username_taken', 'weak_password'] },
      }),
    )
    .input(createUserInput)
    .mutation(({ ctx, input }) => ctx.services.users.create(ctx.principal, input)),

  list: admin
    .meta(
      operation('GET', '/users', 'listUsers', {
        tag: 'Users',
        summary: 'List users',
        description: 'Oldest first; disabled ones too.',
        rest: { output: userList },
      }),
    )
    .input(listUsersInput)
    .query(({ ctx, input }) => ctx.services.users.list(input)),

  me: authenticated
    .meta(
      operation('GET', '/users/me', 'getMe', {
        tag: 'Users',
        summary: 'Get the user of this token',
        description: 'Oneself, with the role as it is now.',
        rest: { output: user },
      }),
    )
    .query(({ ctx }) => ctx.services.users.me(ctx.principal)),

  changeMyPassword: authenticated
    .meta(
      operation('POST', '/users/me/password', 'changeMyPassword', {
        tag: 'Users',
        summary: "Change one's own password",
        description: 'Ends all other sessions. Wrong current passwords count as failed logins.',
        rest: {
          output: z.void(),
          status: 204,
          errors: ['wrong_password', 'weak_password', 'rate_limited'],
        },
      }),
    )
    .input(changePasswordInput)
    .mutation(({ ctx, input }) =>
      ctx.services.auth.changePassword(ctx.principal, input, ctx.client),
    ),

  update: admin
    .meta(
      operation('PATCH', '/users/{id}', 'updateUser', {
        tag: 'Users',
        summary: 'Change a user',
        description:
          'What is not given stays. Another role ends the streams of the user; disabling ends all sessions.',
        rest: { output: user, errors: ['not_found', 'last_admin'] },
      }),
    )
    .input(updateUserInput)
    .mutation(({ ctx, input }) => ctx.services.users.update(ctx.principal, input)),

  disable: admin
    .meta(
      operation('DELETE', '/users/{id}', 'disableUser', {
        tag: 'Users',
        summary: 'Disable a user',
        description:
          'Ends all sessions. The user stays in the history, and PATCH enables it again.',
        rest: { output: z.void(), status: 204, errors: ['not_found', 'last_admin'] },
      }),
    )
    .input(userById)
    .mutation(({ ctx, input }) => ctx.services.users.disable(ctx.principal, input.id)),

  setPassword: admin
    .meta(
      operation('POST', '/users/{id}/password', 'setUserPassword', {
        tag: 'Users',
        summary: 'Set the password of a user',
        description: 'Ends all sessions of the user.',
        rest: { output: z.void(), status: 204, errors: ['not_found', 'weak_password'] },
      }),
    )
    .input(setPasswordInput)
    .mutation(({ ctx, input }) => ctx.services.users.setPassword(ctx.principal, input)),

  endSessions: admin
    .meta(
      operation('DELETE', '/users/{id}/sessions', 'endUserSessions', {
        tag: 'Users',
        summary: 'End all sessions of a user',
        description: 'Whoever has the password can log in again.',
        rest: { output: z.void(), status: 204, errors: ['not_found'] },
      }),
    )
    .input(userById)
    .mutation(({ ctx, input }) => ctx.services.users.endSessions(ctx.principal, input.id)),
});
