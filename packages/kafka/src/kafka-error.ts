interface MaybeKafkaError {
  message?: unknown;
  code?: unknown;
  broker?: unknown;
  cause?: unknown;
  name?: unknown;
}

/** An error of kafkajs in one line: its innermost cause, and the broker where it is known. */
export function describeKafkaError(error: unknown): string {
  let innermost = error as MaybeKafkaError;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  const { message, code, broker, name } = innermost;
  let text = typeof message === 'string' ? message.trim() : String(error);
  // Node reports a refused connection to a name with several addresses without a message.
  if (text === '' || text.endsWith(':')) text = `${text} ${String(code ?? name)}`.trim();
  if (typeof broker === 'string' && !text.includes(broker)) text += ` (${broker})`;
  return text.replaceAll(/\s+/g, ' ');
}

/** The protocol's name of an error that a broker answered, such as TOPIC_ALREADY_EXISTS. */
export function protocolErrorType(error: unknown): string | null {
  let current: unknown = error;
  while (current instanceof Error) {
    if ('type' in current && typeof current.type === 'string') return current.type;
    current = current.cause;
  }
  return null;
}
