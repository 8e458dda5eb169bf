import { AppError } from './app-error.ts';

/** The connection ended before the body of the request was whole: nobody is there to be told, and nothing is amiss. */
export class ClientLeft extends AppError {
  constructor(cause: unknown) {
    super('malformed_body', { detail: 'The connection ended before the body was whole.', cause });
  }
}
