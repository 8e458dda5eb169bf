import type { AppRouter } from '@intellisite/api';
import type { Problem } from '@intellisite/contracts';
import { TRPCClientError } from '@trpc/client';

/** What the API says of a call that failed; null where it said nothing, because it was not reached. */
export function problemOf(error: unknown): Problem | null {
  if (!(error instanceof TRPCClientError)) return null;
  const { data } = error as TRPCClientError<AppRouter>;
  return (data?.problem as Problem | undefined) ?? null;
}

/** What was wrong with one member of the request. */
export function messageFor(error: unknown, member: string): string | null {
  const found = problemOf(error)?.errors?.find((entry) => entry.member === member);
  if (!found) return null;
  const text = `${found.message[0]?.toUpperCase() ?? ''}${found.message.slice(1)}`;
  return text.endsWith('.') ? text : `${text}.`;
}

function noConnection(): string {
  return navigator.onLine ? 'There is no connection to the server.' : 'This device is offline.';
}

/** Why something could not be loaded. */
export interface LoadFailure {
  text: string;
  /** Whether asking again may help, without anybody doing anything. */
  passes: boolean;
  /** For whoever looks into it; null where nothing was answered. */
  reference: string | null;
}

/** Refusals that speak of the moment, and not of what was asked. */
const PASSING: readonly number[] = [429, 503];

export function loadFailureOf(error: unknown): LoadFailure {
  const problem = problemOf(error);
  if (!problem) return { text: noConnection(), passes: true, reference: null };
  const { code, title, detail, status, requestId } = problem;
  return {
    text: detail ?? `${title}.`,
    passes: PASSING.includes(status),
    reference: `${code}, request ${requestId}`,
  };
}

/** What went wrong with an action as a whole: what happened, what still holds, what to do. */
export function failureText(error: unknown): string {
  const problem = problemOf(error);
  if (!problem) return `${noConnection()} Nothing was changed. Try again in a moment.`;
  switch (problem.code) {
    case 'last_admin':
      return 'You are the only admin. Make someone else an admin first.';
    case 'forbidden':
      return 'Your role does not allow this any more. Load the page again.';
    case 'not_found':
      return 'It is not there any more. Load the page again.';
    case 'rate_limited':
      return 'Too many wrong passwords. Wait some minutes, then try again.';
    default:
      return problem.detail ?? problem.title;
  }
}
