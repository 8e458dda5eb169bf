import { PROBLEMS, type ProblemCode, type ProblemMember } from '@intellisite/contracts';

export interface AppErrorOptions {
  /** For the person who made the request: what happened and what to do. Nothing internal. */
  detail?: string;
  errors?: ProblemMember[];
  retryAfterSeconds?: number;
  /** Whether the connection ends with the answer, for those who would keep too many. */
  endsConnection?: boolean;
  /** Goes to the log alone. */
  cause?: unknown;
}

/** A refusal that the caller is told about; the code decides status and title. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: readonly ProblemMember[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly endsConnection: boolean;

  constructor(
    code: ProblemCode,
    { detail, errors, retryAfterSeconds, endsConnection = false, cause }: AppErrorOptions = {},
  ) {
    super(detail ?? PROBLEMS[code].title, cause === undefined ? {} : { cause });
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.endsConnection = endsConnection;
  }
}
