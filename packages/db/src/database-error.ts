/** Of Node's sockets. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/**
 * SQLSTATE: lost connections, a server that stops or starts or is full, a standby that was promoted, a
 * transaction in which this process stood still for too long.
 */
const UNAVAILABLE = /^(08|53|57P|25006|25P03)/;
/** Prisma: cannot reach, timed out, closed the connection, no connection or transaction to be had. */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** What Prisma's adapter calls them, which is all that a failed raw query tells. */
const ADAPTER = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);
/** pg gives these no code. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Query read timeout)/;

/** Whether the error says that the database is away, and not that a query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    if (NETWORK.has(code) || UNAVAILABLE.test(code) || PRISMA.has(code)) return true;
  }
  if (MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  return isAdapterUnavailable(error) || isDatabaseUnavailable(error.cause);
}

interface AdapterCause {
  kind?: unknown;
  /** SQLSTATE */
  originalCode?: unknown;
}

/** Prisma keeps what its adapter said beside the error, not as its cause. */
function isAdapterUnavailable(error: Error): boolean {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: AdapterCause } } };
  const { kind, originalCode } = meta?.driverAdapterError?.cause ?? {};
  if (typeof kind === 'string' && ADAPTER.has(kind)) return true;
  return typeof originalCode === 'string' && UNAVAILABLE.test(originalCode);
}
