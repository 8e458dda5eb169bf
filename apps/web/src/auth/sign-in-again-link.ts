import type { AppRouter } from '@intellisite/api';
import type { ProblemCode } from '@intellisite/contracts';
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { askToSignInAgain, signInsSoFar } from './session-expiry.ts';

const ENDED: readonly ProblemCode[] = ['session_ended', 'token_expired', 'token_missing'];

/**
 * A link for the dashboard's tRPC client, before the one that ends the chain: a call that is refused
 * because the session has ended waits until the person has signed in again, and is then made anew. What
 * the person did is neither lost nor shown as failed.
 *
 * Subscriptions pass through: a stream says itself why it ends (`session_ended`, `token_expired`), and
 * whoever opened it makes a call before it opens the next.
 */
export function signInAgainLink(): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let isWanted = true;
        let call = send();
        // While it waits, nobody else would tell the caller that it was given up.
        op.signal?.addEventListener('abort', giveUp);

        function send() {
          const after = signInsSoFar();
          return next(op).subscribe({
            next: (value) => {
              observer.next(value);
            },
            complete: () => {
              observer.complete();
            },
            error(error) {
              if (op.type === 'subscription' || !isSessionOver(error)) observer.error(error);
              else void askToSignInAgain(after).then(sendAgain);
            },
          });
        }

        function sendAgain(): void {
          if (isWanted) call = send();
        }

        function giveUp(): void {
          isWanted = false;
          observer.error(TRPCClientError.from(op.signal?.reason as Error));
        }

        return () => {
          isWanted = false;
          op.signal?.removeEventListener('abort', giveUp);
          call.unsubscribe();
        };
      });
}

/** Whether what was thrown says that whoever looks at the page has no session any more. */
export function isSessionOver(error: unknown): boolean {
  const code = (error as { data?: { problem?: { code?: unknown } } | null } | null)?.data?.problem
    ?.code;
  return ENDED.some((known) => known === code);
}
