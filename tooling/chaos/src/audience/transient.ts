import { IntellisiteError } from '@intellisite/client';

/** What a client may see while a part of the system is away. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof IntellisiteError)) return false;
  return error.code === 'network_error' || error.status === 503 || error.status === 408;
}
