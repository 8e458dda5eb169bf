import { StackError } from '../stack-error.ts';

/** Of Node's sockets, or SQLSTATE: no connection, no login, no right, no such database, no free place. */
const REFUSED = /^(E[A-Z_]+|08...|28...|3D000|42501|53...|57P..)$/;

/**
 * The `StackError` for a database that cannot be reached or does not let us in, or whose schema does
 * not fit; any other error comes back as it was.
 */
export function explainDatabaseError(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'SchemaError') return new StackError(error.message, { cause: error });
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !REFUSED.test(code)) return error;
  // A name with several addresses has an error for each, and none of its own.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const reason = first instanceof Error ? first.message : code;
  const { host, pathname } = new URL(databaseUrl);
  return new StackError(
    `The database ${host}${pathname} cannot be used: ${reason}. Check DATABASE_URL, and that its server runs.`,
    { cause: error },
  );
}
